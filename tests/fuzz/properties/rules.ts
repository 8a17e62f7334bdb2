/** Rule files, templates of annotations and silences. */
import fc from "fast-check";
import { parseSilence } from "../../../alerts/notify/silence_parse.ts";
import { parseRules } from "../../../alerts/rules/parse.ts";
import { RuleFileError } from "../../../alerts/rules/reader.ts";
import { TemplateSyntaxError } from "../../../alerts/template/lex.ts";
import { expander, template } from "../../../alerts/template/mod.ts";
import { TemplateError } from "../../../alerts/template/values.ts";
import { mutatedText } from "../mutation.ts";
import { type FuzzProperty, tried } from "../property.ts";

const read = (path: string) => Deno.readFileSync(new URL(`../../../${path}`, import.meta.url));

/** Rules in every form, small enough to be broken in each place. */
const SMALL = new TextEncoder().encode(`groups:
- name: small
  interval: 1m
  limit: 10
  rules:
  - record: job:load:avg
    expr: avg by (job) (node_load1)
    labels: { team: infra }
  - alert: Loaded
    expr: node_load1 > 2 * on(instance) count by (instance) (node_cpu_seconds_total{mode="idle"})
    for: 5m
    keep_firing_for: 1h
    labels: { severity: warning, who: '{{ $labels.instance }}' }
    annotations:
      summary: '{{ $labels.instance }}: {{ $value | humanize }} {{ if gt $value 3.0 }}!{{ end }}'
      more: '{{ range query "up" }}{{ .Labels.job }}{{ end }}{{ printf "%.2f%%" $value }}'
`);
const SHIPPED = read("alerts/system_alerts.yml");

const SILENCES = [
  'alertname="HostDown" until=2026-12-01T00:00:00Z',
  "severity=~warning|info for 2h",
  "alertname!=X",
].map((text) => new TextEncoder().encode(text));

const TEMPLATES = [
  "{{ $labels.instance }}: {{ $value | humanize }} {{ if gt $value 3.0 }}!{{ else }}?{{ end }}",
  '{{ range query "up" }}{{ .Labels.job }}={{ .Value }}{{ else }}none{{ end }}',
  '{{ with $x := printf "%-10.2f|%q|%v" $value "a" $labels }}{{ $x | toUpper }}{{ end }}',
  '{{ reReplaceAll "(.*)a" "$1" $labels.device }}{{ humanizeDuration 90061 }}{{ "a" | len }}',
].map((text) => new TextEncoder().encode(text));

const expand = expander({
  labels: { instance: "db1:9100", device: "sda" },
  externalLabels: {},
  value: 4.5,
  externalURL: "http://db1:9100",
  now: 0,
  query: () => [],
});

/** Milliseconds; a broken place in the middle may be looked for more than once. */
const LONGEST = 3000;

function readsOrSays(act: () => unknown, known: Parameters<typeof tried>[1]): boolean {
  tried(act, known, LONGEST);
  return true;
}

/** The properties. */
export function rules(): FuzzProperty[] {
  return [
    {
      name: "rule files: any text is rules, or refused with the file and the line",
      runs: 300,
      property: fc.property(
        mutatedText([SMALL, SMALL, SMALL, SHIPPED]),
        (text) =>
          readsOrSays(() => {
            try {
              parseRules(text, "rules.yml");
            } catch (error) {
              // Each of its problems is one line.
              if (!(error instanceof RuleFileError)) throw error;
              for (const line of error.message.split("\n")) {
                if (!/^rules\.yml:\d+:\d+: ./.test(line)) throw new TypeError(line.slice(0, 300));
              }
            }
          }, []),
      ),
    },
    {
      name: "templates: any text is one, and expands to a text, or says what is wrong",
      runs: 500,
      property: fc.property(
        mutatedText(TEMPLATES),
        (text) => readsOrSays(() => expand(template(text)), [TemplateSyntaxError, TemplateError]),
      ),
    },
    {
      name: "silences: any text is one, or refused by one line",
      runs: 300,
      property: fc.property(
        mutatedText(SILENCES),
        (text) => readsOrSays(() => parseSilence(text), [RangeError, SyntaxError]),
      ),
    },
  ];
}
