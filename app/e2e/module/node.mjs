// node node.mjs DIRECTORY URL: the contract under Node. The process ends by itself
// where nothing goes on running.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [directory, url] = process.argv.slice(2);
const { load } = await import(pathToFileURL(`${directory}/keytrail.js`));
const { contract } = await import(pathToFileURL(`${directory}/contract.mjs`));
console.log(await contract(load, url, await readFile(`${directory}/traffic.har`)));
