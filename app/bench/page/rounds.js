// How contestants are timed: all in turn, several times, and the median counts.

const pause = () => new Promise((done) => setTimeout(done));

function timed(run, times) {
  const start = performance.now();
  if (run(times) === 0) throw new Error("nothing was found");
  return performance.now() - start;
}

// warm works until the browser has had time to compile what it will run.
async function warm(run, times) {
  for (const end = performance.now() + 2500; performance.now() < end; ) {
    timed(run, times);
    await pause();
  }
}

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

// rounds returns the time of one of what each function does as often as it is
// asked to, in microseconds. least is how often at least.
export async function rounds(runs, least, { rounds, slice }) {
  const times = {}, taken = {};
  for (const name in runs) {
    await warm(runs[name], least);
    let n = least, t;
    while ((t = timed(runs[name], n)) < slice / 4) n *= 2;
    times[name] = Math.max(1, Math.ceil((n * slice) / t));
    taken[name] = [];
  }
  for (let round = 0; round < rounds; round++) {
    for (const name in runs) {
      await pause();
      taken[name].push((1000 * timed(runs[name], times[name])) / times[name]);
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, median(list)]));
}
