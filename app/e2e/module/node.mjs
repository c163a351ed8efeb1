// node node.mjs DIRECTORY URL: the contract under Node. The process ends by itself
// where nothing goes on running.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [directory, url] = process.argv.slice(2);
const { load } = await import(pathToFileURL(`${directory}/keytrail.js`));
const { contract } = await import(pathToFileURL(`${directory}/contract.mjs`));
console.log(await contract(load, url, await readFile(`${directory}/traffic.har`)));

// Nothing else has a turn while a task goes on comparing, and what that leaves behind is
// collected all the same.
const kt = await load();
const texts = [0, 1].map((n) => JSON.stringify({ ...Array(1000).fill("a value of some length"), n }));
const memory = () => process.memoryUsage().external;
const before = memory();
for (let n = 0; n < 15_000; n++) kt.diff(texts[n % 2], texts[(n + 1) % 2]);
if (memory() - before > 80 << 20) throw new Error(`comparing took ${(memory() - before) >> 20} MB`);
await kt.close();
