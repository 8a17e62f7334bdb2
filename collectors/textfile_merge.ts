/**
 * The families of several textfiles as one scrape.
 *
 * @module
 */
import { Metric, type MetricFamily, type MetricType, type Sample } from "./collector.ts";
import { sampleNames, type TextFamily } from "./text_format.ts";

/** Families of one file. */
export interface FileFamilies {
  /** Its path, for help and messages. */
  readonly file: string;
  readonly families: readonly TextFamily[];
}

/** What is wrong with a file. */
export interface Problem {
  readonly file: string;
  readonly problem: string;
}

/** What the files give together. */
export interface Merged {
  readonly families: MetricFamily[];
  readonly problems: Problem[];
}

/** A family as the files so far have it. */
interface Draft {
  readonly name: string;
  readonly type: MetricType;
  readonly files: string[];
  readonly samples: Sample[];
  readonly series: Set<string>;
  help?: string;
}

/**
 * Families of the same name become one. What contradicts an earlier file (another type, another help,
 * a name that is taken, a series that is there already) is left out and named; the rest stands.
 */
export function merge(files: readonly FileFamilies[]): Merged {
  /** Who has a name on a line of the text: `x_count` may be a counter, or belong to a summary `x`. */
  const owners = new Map<string, Draft>();
  const problems: Problem[] = [];
  for (const { file, families } of files) {
    for (const family of families) {
      const problem = contradiction(family, owners) ?? add(family, file, owners);
      if (problem) problems.push({ file, problem });
    }
  }
  return { families: [...new Set(owners.values())].map(familyOf), problems };
}

/** Why a family cannot stand beside those that are there. */
function contradiction(
  { name, type, help }: TextFamily,
  owners: ReadonlyMap<string, Draft>,
): string | undefined {
  for (const sample of sampleNames(name, type)) {
    const owner = owners.get(sample);
    if (!owner) continue;
    const [first] = owner.files;
    if (owner.name !== name) {
      return `family ${name} left out: ${sample} belongs to ${owner.name} of ${first} already`;
    }
    if (owner.type !== type) {
      return `family ${name} left out: its type is ${word(type)}, but ${
        word(owner.type)
      } in ${first}`;
    }
    if (help !== undefined && owner.help !== undefined && help !== owner.help) {
      return `family ${name} left out: its help is not the one in ${first}`;
    }
  }
}

const word = (type: MetricType) => type === "unknown" ? "untyped" : type;

/** @returns what is wrong with the samples */
function add(
  { name, type, help, samples }: TextFamily,
  file: string,
  owners: Map<string, Draft>,
): string | undefined {
  let draft = owners.get(name);
  if (!draft) {
    draft = { name, type, files: [], samples: [], series: new Set() };
    for (const taken of sampleNames(name, type)) owners.set(taken, draft);
  }
  draft.help ??= help;
  draft.files.push(file);
  return addSamples(draft, samples);
}

function addSamples({ name, samples: into, series }: Draft, samples: readonly Sample[]) {
  let twice: string | undefined;
  for (const sample of samples) {
    const key = `${name}${sample.suffix ?? ""}${sample.labels.text}`;
    if (series.has(key)) twice ??= key;
    else into.push(sample);
    series.add(key);
  }
  return twice && `series ${twice} stands twice: the first of them counts`;
}

function familyOf({ name, type, help, files, samples }: Draft): MetricFamily {
  const said = help ?? `Metric read from ${files.join(", ")}`;
  return new Metric(name, type, said).of(samples);
}
