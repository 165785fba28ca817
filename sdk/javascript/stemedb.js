// The JavaScript SDK of StemeDB: what a lens is given, what it returns, and the arithmetic that lenses share.
//
// A lens is a pure function of its columns. There is no clock, no randomness and no input or output; asking for them is an
// error that says so. Numbers of JavaScript are floats: whatever leaves as an unsigned integer is checked here, because the
// engine would pass on another number without a word.

const U32_MAX = 0xffffffff;

/** No row won; and "none" in the columns that have it. */
export const NONE = U32_MAX;

const U32_COLUMNS = new Set([
  "value", "tier", "agent", "source", "voice", "lifecycle", "votes", "cosigners", "epoch-state", "epoch",
]);

/** A refusal by the lens, in its own words. Codes from 1000 on are the lens's own. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const PARAMETER = 1;
const INPUT = 2;
const INTERNAL = 4;

function absent(what) {
  return () => {
    throw new Refusal(INTERNAL, `a lens has no ${what}: its answer may depend on its columns alone`);
  };
}

// Before the lens is loaded, so that its top level meets the same.
{
  const OwnDate = globalThis.Date;
  const noClock = absent("clock (Date)");
  globalThis.Date = new Proxy(OwnDate, {
    construct: (target, given) => (given.length === 0 ? noClock() : Reflect.construct(target, given)),
    apply: noClock,
    get: (target, name) => (name === "now" ? noClock : Reflect.get(target, name)),
  });
  Math.random = absent("randomness (Math.random)");
  globalThis.performance = { now: absent("clock (performance.now)") };
  globalThis.crypto = { getRandomValues: absent("randomness (crypto)"), randomUUID: absent("randomness (crypto)") };
}

/** A parameter that is a number within bounds. */
export function number(name, value, min, max, help) {
  return { name, kind: "number", default: { tag: "number", val: value }, min, max, help };
}

/** A parameter that is a length of time within bounds, all in milliseconds. */
export function duration(name, value, min, max, help) {
  return { ...number(name, value, min, max, help), kind: "duration" };
}

/** A parameter that is true or false. */
export function flag(name, value, help) {
  return { name, kind: "flag", default: { tag: "flag", val: value }, min: undefined, max: undefined, help };
}

/** A parameter that is text. */
export function text(name, value, help) {
  return { name, kind: "text", default: { tag: "text", val: value }, min: undefined, max: undefined, help };
}

/** Candidate rows of one or more groups, as columns. */
export class Rows {
  #columns = new Map();

  constructor(batch, description) {
    /** Group g is the rows offsets[g] .. offsets[g + 1]. */
    this.offsets = Array.from(batch.offsets, unsigned);
    this.groupCount = Math.max(0, this.offsets.length - 1);
    this.rowCount = this.offsets.length === 0 ? 0 : this.offsets[this.offsets.length - 1];
    description.u32Columns.forEach((name, at) => this.#columns.set(name, Array.from(batch.u32Columns[at], unsigned)));
    description.f64Columns.forEach((name, at) => this.#columns.set(name, Array.from(batch.f64Columns[at])));
  }

  /** A column that the description declares. */
  column(name) {
    const column = this.#columns.get(name);
    if (column === undefined) {
      throw new Refusal(INPUT, `The lens reads the column \`${name}\`, which its description does not declare`);
    }
    return column;
  }

  /** First row and end of each group. */
  *groups() {
    for (let group = 0; group < this.groupCount; group += 1) {
      yield [this.offsets[group], this.offsets[group + 1]];
    }
  }
}

/** What is the same for the whole call. */
export class Context {
  constructor(context, description, values) {
    /** Valid time of the question in milliseconds, for lenses that read the column `age`; else 0. */
    this.asOf = context.asOf;
    this.params = new Map(description.params.map((spec, at) => [spec.name, context.params[at].val]));
    this.values = values;
  }

  /** The value of a parameter of the description. */
  param(name) {
    if (!this.params.has(name)) {
      throw new Refusal(PARAMETER, `The lens reads the parameter \`${name}\`, which its description does not declare`);
    }
    return this.params.get(name);
  }

  /** The text of each value id of one group. */
  texts(group, ids) {
    return this.values.texts(wire(group, "a group"), ids.map((id) => wire(id, "a value id")));
  }
}

// The engine hands integers from 2^31 on over as negative ones, and takes them only as such.
function unsigned(number) {
  return number >>> 0;
}

function wire(number, what) {
  if (!Number.isInteger(number) || number < 0 || number > U32_MAX) {
    throw new Refusal(INTERNAL, `${what} is ${number}, which is no whole number of 0 ..= ${U32_MAX}`);
  }
  return number | 0;
}

function wires(numbers, what) {
  return Array.from(numbers, (number, at) => wire(number, `${what}[${at}]`));
}

function floats(numbers, what) {
  return Array.from(numbers, (number, at) => {
    if (typeof number !== "number" || !Number.isFinite(number)) {
      throw new Refusal(INTERNAL, `${what}[${at}] is ${number}, which is no finite number`);
    }
    return number;
  });
}

/** The multiple of 2^-32 nearest to a weight of 0 ..= 1, so that sums are exact in any order. */
export function round(weight) {
  return weight + 1048576 - 1048576;
}

/** Adds up, value by value, what `weight(row)` says each row has on its side; finds winner, shares, conflict and status. */
export function choose(rows, weight) {
  const values = rows.column("value");
  const found = {
    winners: [], confidences: [], conflicts: [], statuses: [],
    shares: { offsets: [0], classes: [], shares: [] },
  };
  for (const [start, end] of rows.groups()) {
    const voices = new Map();
    for (let row = start; row < end; row += 1) {
      const own = round(weight(row));
      const voice = voices.get(values[row]);
      if (voice === undefined) {
        voices.set(values[row], { value: values[row], sum: own, best: own, carrier: row - start });
      } else {
        voice.sum += own;
        if (own > voice.best) {
          voice.best = own;
          voice.carrier = row - start;
        }
      }
    }
    // A map keeps the order of entering, which is the order of first rows.
    decide([...voices.values()], found);
  }
  return found;
}

function decide(voices, found) {
  const total = voices.reduce((sum, voice) => sum + voice.sum, 0);
  const ranked = voices.filter((voice) => voice.sum > 0);
  ranked.sort((a, b) => b.sum - a.sum || a.value - b.value);
  const conflict = conflictOf(ranked.map((voice) => voice.sum / total));
  for (const voice of ranked) {
    found.shares.classes.push(voice.value);
    found.shares.shares.push(voice.sum / total);
  }
  found.shares.offsets.push(found.shares.classes.length);
  const undecided = voices.length === 0 || (voices.length > 1 && ranked.length === 0);
  const leader = ranked.length > 0 ? ranked[0] : voices[0];
  found.winners.push(undecided ? NONE : leader.carrier);
  found.confidences.push(undecided || total === 0 ? 0 : leader.sum / total);
  found.conflicts.push(undecided ? 0 : conflict);
  found.statuses.push(undecided ? 3 : statusOf(voices.length, leader.sum / total, conflict));
}

function statusOf(values, lead, conflict) {
  if (values === 1) {
    return 0;
  }
  return conflict < 0.5 && lead >= 2 / 3 ? 1 : 2;
}

/** Normalised Shannon entropy of positive shares: 0 for one value, 1 for equal ones. */
export function conflictOf(shares) {
  if (shares.length < 2) {
    return 0;
  }
  const entropy = shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
  return Math.min(1, Math.max(0, entropy / Math.log2(shares.length)));
}

/** Turns what a lens says of itself into the contract's record. */
export function described(own) {
  const columns = own.columns ?? [];
  return {
    id: own.id,
    version: own.version,
    title: own.title,
    u32Columns: columns.filter((name) => U32_COLUMNS.has(name)),
    f64Columns: columns.filter((name) => !U32_COLUMNS.has(name)),
    params: own.params ?? [],
    laws: own.laws ?? [],
  };
}

/** Checks and converts what a resolver or an answer stage returns. */
export function resolved(found) {
  const shares = found.shares ?? {};
  const parts = found.parts ?? {};
  return {
    winners: wires(found.winners, "winners"),
    confidences: floats(found.confidences, "confidences"),
    conflicts: floats(found.conflicts, "conflicts"),
    statuses: wires(found.statuses, "statuses"),
    shares: {
      offsets: wires(shares.offsets ?? [], "shares.offsets"),
      classes: wires(shares.classes ?? [], "shares.classes"),
      shares: floats(shares.shares ?? [], "shares.shares"),
    },
    parts: {
      offsets: wires(parts.offsets ?? [], "parts.offsets"),
      labels: wires(parts.labels ?? [], "parts.labels"),
      winners: wires(parts.winners ?? [], "parts.winners"),
      confidences: floats(parts.confidences ?? [], "parts.confidences"),
      conflicts: floats(parts.conflicts ?? [], "parts.conflicts"),
      counts: wires(parts.counts ?? [], "parts.counts"),
    },
  };
}

/** What an answer stage is given: as [`resolved`], the other way. */
export function given(found) {
  const own = (list) => Array.from(list, unsigned);
  return {
    winners: own(found.winners),
    confidences: Array.from(found.confidences),
    conflicts: Array.from(found.conflicts),
    statuses: own(found.statuses),
    shares: { offsets: own(found.shares.offsets), classes: own(found.shares.classes), shares: Array.from(found.shares.shares) },
    parts: {
      offsets: own(found.parts.offsets), labels: own(found.parts.labels), winners: own(found.parts.winners),
      confidences: Array.from(found.parts.confidences), conflicts: Array.from(found.parts.conflicts),
      counts: own(found.parts.counts),
    },
  };
}

/** Checks and converts what a row stage returns. */
export function staged(own) {
  const supports = own.supports ?? {};
  return {
    weights: floats(own.weights ?? [], "weights"),
    classes: wires(own.classes ?? [], "classes"),
    supports: {
      groups: wires(supports.groups ?? [], "supports.groups"),
      sources: wires(supports.sources ?? [], "supports.sources"),
      targets: wires(supports.targets ?? [], "supports.targets"),
      strengths: floats(supports.strengths ?? [], "supports.strengths"),
    },
  };
}

/** Checks and converts what an estimator returns. */
export function estimated(own) {
  return {
    weights: floats(own.weights, "weights"),
    probabilities: floats(own.probabilities ?? [], "probabilities"),
    rounds: wire(own.rounds ?? 1, "rounds"),
  };
}

/** Runs a function of the lens; whatever it throws becomes the contract's error, with its words. */
export function guarded(work) {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refusal) {
      throw { code: wire(thrown.code, "the code of a refusal"), message: thrown.message };
    }
    const told = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    throw { code: INTERNAL, message: `the lens failed with ${told}` };
  }
}
