import { gauge, Labels, type MetricFamily, NoData, type Reader } from "./collector.ts";
import type { FlagValues } from "./flags.ts";
import { parseProperties, parseUnits, type Unit } from "./linux/systemctl.ts";
import { run } from "./linux/run.ts";
import { Memo } from "./memo.ts";
import { compileRe2 } from "./re2.ts";
import { SYSTEMD_EXCLUDE, SYSTEMD_EXCLUDED, SYSTEMD_INCLUDE } from "./seldom_flags.ts";

const units_ = gauge("node_systemd_units", "Summary of systemd unit states", "state");
const unitState = gauge("node_systemd_unit_state", "Systemd unit", "name", "state", "type");
const running = gauge(
  "node_systemd_system_running",
  "Whether the system is operational (see 'systemctl is-system-running')",
);
const version = gauge("node_systemd_version", "Detected systemd version", "version");
const virtualization = gauge(
  "node_systemd_virtualization_info",
  "Detected virtualization technology",
  "virtualization_type",
);

const STATES = ["active", "activating", "deactivating", "inactive", "failed"];

/** Milliseconds for which an answer is good. */
const GOOD_FOR = 15_000;
/** Failed units that are shown unasked; node_systemd_units counts them all. */
const MOST_FAILED = 100;

/** How systemd is asked; other values are for tests. */
export interface SystemdOptions {
  /** The program. */
  readonly systemctl?: string;
  /** Milliseconds that all of it may take; then it is killed. Less than the 15 s that an answer is good. */
  readonly deadline?: number;
}

/** What asks systemd by its own program: no library, no privileges. */
export function systemdReader(
  { systemctl = "systemctl", deadline = 5000 }: SystemdOptions = {},
): Reader {
  return {
    metrics: [units_, unitState, running, version, virtualization],
    start({ files, flags, monotonic }) {
      const wanted = unitFilter(flags);
      const states = new Memo((state) => new Labels({ state }));
      const series = new Memo((key) => {
        const [name, type] = key.split(" ");
        return STATES.map((state) => new Labels({ name, state, type }));
      });

      async function ask(): Promise<MetricFamily[]> {
        const late = new AbortController();
        const timer = setTimeout(() => late.abort(), deadline);
        try {
          return await askWith((...args) => run(systemctl, args, late.signal));
        } finally {
          // What still runs after a failure has no use.
          late.abort();
          clearTimeout(timer);
        }
      }

      async function askWith(call: (...args: string[]) => Promise<string>) {
        const [list, show] = await Promise.all([
          call("list-units", "--all", "--plain", "--no-legend", "--full", "--no-pager"),
          call("show", "--property=Version,SystemState,Virtualization", "--no-pager"),
        ]);
        const units = parseUnits(list);
        const shown = wanted(units);
        const types = await typesOf(shown.filter(({ name }) => /\.(service|mount)$/.test(name)));
        series.round();
        return [
          units_.of(
            [...summary(units)].map(([state, value]) => ({ labels: states.get(state), value })),
          ),
          unitState.of(
            shown.flatMap(({ name, active }) =>
              series.get(`${name} ${types.get(name) ?? ""}`).map((labels, i) => ({
                labels,
                value: STATES[i] === active ? 1 : 0,
              }))
            ),
          ),
          ...manager(parseProperties(show)[0]),
        ];

        /** The label `type` is in no list: it is asked for the few units that are shown. */
        async function typesOf(units: Unit[]): Promise<Map<string, string>> {
          if (units.length === 0) return new Map();
          const names = units.map(({ name }) => name);
          const text = await call("show", "--property=Id,Type", "--no-pager", "--", ...names);
          return new Map(
            parseProperties(text).map((unit) => [unit.get("Id") ?? "", unit.get("Type") ?? ""]),
          );
        }
      }

      let answer: Promise<MetricFamily[]> | undefined;
      let at = 0;
      return {
        collect() {
          // sd_booted(3)
          if (!files.exists("/run/systemd/system")) throw new NoData("systemd does not run here");
          if (!answer || monotonic() - at >= GOOD_FOR) {
            at = monotonic();
            answer = ask();
          }
          return answer;
        },
      };
    },
  };
}

/** What systemd knows of the services. */
export const systemd: Reader = systemdReader();

function unitFilter(flags: FlagValues): (units: Unit[]) => Unit[] {
  const pattern = (text: string) => text ? compileRe2(`^(?:${text})$`) : undefined;
  const include = pattern(flags.text(SYSTEMD_INCLUDE));
  const said = flags.text(SYSTEMD_EXCLUDE);
  // The default is for units that are asked for: it must not hide that a mount failed.
  const exclude = pattern(!include && said === SYSTEMD_EXCLUDED ? "" : said);
  const passes = ({ name }: Unit) =>
    !(include && !include.matches(name)) && !exclude?.matches(name);
  if (include) return (units) => units.filter((unit) => unit.load === "loaded" && passes(unit));
  return (units) =>
    units.filter((unit) => unit.active === "failed" && passes(unit)).slice(0, MOST_FAILED);
}

function summary(units: Unit[]): Map<string, number> {
  const counts = new Map(STATES.map((state) => [state, 0]));
  for (const { active } of units) counts.set(active, (counts.get(active) ?? 0) + 1);
  return counts;
}

function manager(properties: Map<string, string> | undefined): MetricFamily[] {
  const families: MetricFamily[] = [];
  const state = properties?.get("SystemState");
  if (state) families.push(running.one(state === "running" ? 1 : 0));
  // `252.38-1~deb12u1` is 252.38.
  const full = properties?.get("Version") ?? "";
  const number = /\d{3,}(\.\d+)?/.exec(full);
  if (number) {
    const labels = new Labels({ version: full });
    families.push(version.of([{ labels, value: Number(number[0]) }]));
  }
  const virtual = properties?.get("Virtualization");
  if (virtual !== undefined) {
    const labels = new Labels({ virtualization_type: virtual || "none" });
    families.push(virtualization.of([{ labels, value: 1 }]));
  }
  return families;
}
