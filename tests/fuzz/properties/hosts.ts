/** Whole hosts some of whose files are broken. */
import fc from "fast-check";
import { dirname, join } from "node:path";
import type { Collector, MetricFamily, Running } from "../../../collectors/collector.ts";
import { NoData } from "../../../collectors/collector.ts";
import { collectors } from "../../../collectors/mod.ts";
import { Unsupported } from "../../../collectors/readings.ts";
import { Encoder } from "../../../exporter/exposition.ts";
import { readExposition } from "../../exposition.ts";
import { MadeUpHost } from "../../fixture.ts";
import { corpus } from "../corpus.ts";
import { mutated } from "../mutation.ts";
import { assertKnown, type FuzzProperty } from "../property.ts";

/** What a collector may throw: each costs its own samples only, and is a line in the log. */
const KNOWN = [
  SyntaxError,
  RangeError,
  NoData,
  Unsupported,
  Deno.errors.NotFound,
  Deno.errors.NotADirectory,
  Deno.errors.PermissionDenied,
];

/** They ask other programs, or the host itself and not its files. */
const WITHOUT: readonly string[] = ["systemd", "uname", "os"];

/** Milliseconds that a collector may take over a host; most take one. */
const LONGEST = 2000;

/** A host of real files, and its collectors. */
class Victim {
  readonly made = new MadeUpHost({});
  readonly paths: readonly string[];
  readonly running: ReadonlyMap<string, Running>;

  constructor() {
    const files = [...corpus()].filter(([path]) =>
      /^(proc|sys)\//.test(path) && !path.includes("#")
    );
    this.paths = files.map(([path]) => path);
    for (const [path, bytes] of files) this.write(path, bytes);
    const on = collectors.filter(({ name }) => !WITHOUT.includes(name));
    this.running = new Map(on.map((collector) => [collector.name, this.start(collector)]));
  }

  start(collector: Collector): Running {
    return collector.start(this.made.host(collector));
  }

  write(path: string, bytes: Uint8Array): void {
    const full = join(this.made.root, path);
    Deno.mkdirSync(dirname(full), { recursive: true });
    Deno.writeFileSync(full, bytes);
  }

  async families(): Promise<MetricFamily[]> {
    const all: MetricFamily[] = [];
    for (const [name, running] of this.running) {
      const since = performance.now();
      try {
        await running.tick?.();
        all.push(...await running.collect(1000));
      } catch (error) {
        try {
          assertKnown(error, KNOWN);
        } catch (wrong) {
          throw new Error(`collector ${name}: ${(wrong as Error).message}`, { cause: error });
        }
      }
      const took = performance.now() - since;
      if (took > LONGEST) throw new Error(`collector ${name} took ${took.toFixed(0)} ms`);
    }
    return all;
  }
}

/** Files that a collector reads, more often than the many that none does. */
const READ = /^proc\/(net\/)?[a-z_]+$|^sys\/(class|block|devices|fs|bus)/;

/** The properties. */
export function hosts(): FuzzProperty[] {
  let victim: Victim | undefined;
  globalThis.addEventListener("unload", () => victim?.made[Symbol.dispose]());
  const files = [...corpus()].filter(([path]) => READ.test(path) && !path.includes("#"));
  const broken = fc.constantFrom(...files).chain(([path, bytes]) =>
    mutated([bytes]).map((bytes) => [path, bytes] as const)
  );
  return [{
    name: "hosts: with any files broken, every collector gives valid samples or an error",
    runs: 60,
    property: fc.asyncProperty(
      fc.array(broken, { minLength: 1, maxLength: 12 }),
      async (broken) => {
        victim ??= new Victim();
        for (const [path, bytes] of broken) victim.write(path, bytes);
        try {
          const families = await victim.families();
          const text = new Encoder("text").encode(families);
          readExposition(new TextDecoder().decode(new TextEncoder().encode(text)));
        } finally {
          for (const [path] of broken) victim.write(path, corpus().get(path)!);
        }
        return true;
      },
    ),
  }];
}
