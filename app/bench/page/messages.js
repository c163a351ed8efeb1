// Messages as a contact centre would send them, the same in every run.

function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const value = (rand) => Math.floor(rand() * 2 ** 52).toString(36).padStart(18, "value-");

const key = (i) => `RoutingTarget_${i}`;

function shuffle(list, rand) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(rand() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

const write = (names, values) => `{${names.map((name) => `"${name}":"${values.get(name)}"`).join(",")}}`;

// versions returns texts of userData. Each differs from the one before it in
// so many values, and in the order of its keys if they are to be reordered. The
// last differs as little from the first, so that they can be read in a circle:
// they go forth and come back the same way.
export function versions({ keys, changes, reordered }, steps) {
  const rand = random(keys + changes);
  let names = Array.from({ length: keys }, (_, i) => key(i));
  const values = new Map(names.map((name) => [name, value(rand)]));
  const texts = [];
  for (let n = 0; n <= steps; n++) {
    texts.push(write(names, values));
    for (const name of shuffle([...names], rand).slice(0, changes)) values.set(name, value(rand));
    if (reordered) names = shuffle([...names], rand);
  }
  return [...texts, ...texts.slice(1, -1).reverse()];
}

// replies packs the texts into CometD replies of so many notifications, as GWS
// publishes them, before the answer to the poll, whose id ours puts in.
export function replies(texts, batch) {
  const notification = (text) =>
    `{"channel":"/v2/me/smssessions","data":{"smssession":{"id":"0000760IZBLM3Ia8","state":"Chatting","userData":${text}},` +
    `"notificationType":"PropertiesUpdated","messageType":"SMSsessionStateChangeMessage"}}`;
  const packed = [];
  for (let i = 0; i < texts.length; i += batch)
    packed.push(`[${texts.slice(i, i + batch).map(notification).join(",")},{"channel":"/meta/connect","successful":true,"id":"1000"}]`);
  return packed;
}

// userDataOf returns the versions that a reply carries.
export const userDataOf = (reply) => reply.filter((message) => message.data).map((message) => message.data.smssession.userData);
