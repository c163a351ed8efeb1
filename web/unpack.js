// Unpacks LZMA, in which the program is smaller by a third than in the one form that
// every browser unpacks by itself. A site for hosts that do not compress has this at
// the end of boot.js and of worker.js. What the names mean is in the LZMA
// specification, https://www.7-zip.org/sdk.html.
function unpack() {
  const half = (n) => new Uint16Array(n).fill(1024); // how likely a bit is zero, of 2048
  const lengths = () => ({ choice: half(2), low: half(16 << 3), mid: half(16 << 3), high: half(256) });
  const head = 13 + 5, most = 20; // bytes of input before the first symbol, and for one
  const isMatch = half(12 << 4), isRep = half(12), isRepG0 = half(12), isRepG1 = half(12), isRepG2 = half(12), isRep0Long = half(12 << 4);
  const posSlots = half(4 << 6), posSpecial = half(115), posAlign = half(16), lenOfMatch = lengths(), lenOfRep = lengths();
  let literals, lc, lp, pb, out;
  let input = new Uint8Array(0), at = 0, made = 0;
  let range = 0xffffffff, code = 0, state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;

  function normalize() {
    if (range >= 1 << 24) return;
    range = (range << 8) >>> 0;
    code = ((code << 8) | input[at++]) >>> 0;
  }

  function bit(probs, i) {
    normalize();
    const p = probs[i], bound = (range >>> 11) * p;
    if (code < bound) {
      range = bound;
      probs[i] = p + ((2048 - p) >> 5);
      return 0;
    }
    range -= bound;
    code -= bound;
    probs[i] = p - (p >> 5);
    return 1;
  }

  function direct(bits) {
    let value = 0;
    for (; bits > 0; bits--) {
      normalize();
      range >>>= 1;
      const one = code >= range;
      if (one) code -= range;
      value = (value << 1) | one;
    }
    return value;
  }

  function tree(probs, from, bits) {
    let m = 1;
    for (let i = 0; i < bits; i++) m = (m << 1) | bit(probs, from + m);
    return m - (1 << bits);
  }

  function reverse(probs, from, bits) {
    let m = 1, value = 0;
    for (let i = 0; i < bits; i++) {
      const b = bit(probs, from + m);
      m = (m << 1) | b;
      value |= b << i;
    }
    return value;
  }

  function length(of, posState) {
    if (!bit(of.choice, 0)) return 2 + tree(of.low, posState << 3, 3);
    if (!bit(of.choice, 1)) return 10 + tree(of.mid, posState << 3, 3);
    return 18 + tree(of.high, 0, 8);
  }

  function literal() {
    const before = made > 0 ? out[made - 1] : 0;
    const from = 0x300 * (((made & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
    let symbol = 1;
    for (let match = state < 7 ? -1 : out[made - rep0 - 1]; match >= 0 && symbol < 0x100; match = (match << 1) & 0xff) {
      const expected = match >> 7, b = bit(literals, from + ((1 + expected) << 8) + symbol);
      symbol = (symbol << 1) | b;
      if (b !== expected) break;
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(literals, from + symbol);
    out[made++] = symbol;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  // What one of the last four distances leads to. It is the first of them then.
  function repeated(posState) {
    if (bit(isRepG0, state)) {
      let distance = rep1;
      if (bit(isRepG1, state)) {
        distance = rep2;
        if (bit(isRepG2, state)) {
          distance = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = distance;
    } else if (!bit(isRep0Long, (state << 4) + posState)) {
      state = state < 7 ? 9 : 11;
      return 1;
    }
    const n = length(lenOfRep, posState);
    state = state < 7 ? 8 : 11;
    return n;
  }

  function matched(posState) {
    rep3 = rep2;
    rep2 = rep1;
    rep1 = rep0;
    const n = length(lenOfMatch, posState), slot = tree(posSlots, Math.min(n - 2, 3) << 6, 6);
    const bits = (slot >> 1) - 1;
    if (slot < 4) rep0 = slot;
    else if (slot < 14) rep0 = ((2 | (slot & 1)) << bits) + reverse(posSpecial, ((2 | (slot & 1)) << bits) - slot, bits);
    else rep0 = ((2 | (slot & 1)) << bits) + (direct(bits - 4) << 4) + reverse(posAlign, 0, 4);
    state = state < 7 ? 7 : 10;
    return n;
  }

  function symbol() {
    const posState = made & ((1 << pb) - 1);
    if (!bit(isMatch, (state << 4) + posState)) {
      literal();
      return;
    }
    const end = Math.min(made + (bit(isRep, state) ? repeated(posState) : matched(posState)), out.length);
    if (rep0 < 0 || rep0 >= made) throw new Error("the packed program is damaged");
    for (let from = made - rep0 - 1; made < end; made++, from++) out[made] = out[from];
  }

  function begin() {
    const properties = input[0], size = new DataView(input.buffer, input.byteOffset).getBigUint64(5, true);
    if (properties >= 9 * 5 * 5 || size >= 1n << 28n || input[13] !== 0) throw new Error("the packed program is something else");
    [lc, lp, pb] = [properties % 9, Math.floor(properties / 9) % 5, Math.floor(properties / 45)];
    literals = half(0x300 << (lc + lp));
    out = new Uint8Array(Number(size));
    for (at = 14; at < head; at++) code = ((code << 8) | input[at]) >>> 0;
  }

  // Unpacks what is certain to be there, or all there is.
  function run(controller, last) {
    if (!out && input.length >= head) begin();
    if (!out) return;
    const from = made, end = last ? input.length : input.length - most;
    while (made < out.length && at <= end) symbol();
    if (made > from) controller.enqueue(out.slice(from, made));
  }

  return new TransformStream({
    transform(chunk, controller) {
      if (out && made === out.length) return; // what ends it
      const joined = new Uint8Array(input.length - at + chunk.length);
      joined.set(input.subarray(at));
      joined.set(chunk, input.length - at);
      [input, at] = [joined, 0];
      run(controller, false);
    },
    flush(controller) {
      run(controller, true);
      if (!out || made < out.length || at > input.length) throw new Error("the packed program ends too early");
    },
  });
}
