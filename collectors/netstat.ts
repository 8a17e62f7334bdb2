import { type Collector, type Metric, type MetricFamily, unknown } from "./collector.ts";
import { expression } from "./expression.ts";
import { regexp } from "./flags.ts";
import { KnownLines } from "./linux/known_lines.ts";
import { parseNetstat, type ProtocolCounters } from "./linux/netstat.ts";
import { OptionalFile } from "./linux/optional.ts";
import { count, inMetricName, malformed } from "./linux/text.ts";
import { Memo, rememberLast } from "./memo.ts";

const FIELDS = "collector.netstat.fields";

/** The default of the flag: `PROTOCOL_NAME`. */
const DEFAULT = "^(" + [
  ".*_(InErrors|InErrs)",
  "Ip_Forwarding",
  "Ip(6|Ext)_(InOctets|OutOctets)",
  "Icmp6?_(InMsgs|OutMsgs)",
  "TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)",
  "Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)",
  "Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors)",
].join("|") + ")$";

const metricOf = (protocol: string, name: string) =>
  unknown(`node_netstat_${protocol}_${name}`, `Statistic ${protocol}${name}.`);

/** A line of names: how many there are, and where the wanted ones stand. */
interface Columns {
  readonly length: number;
  readonly wanted: readonly { readonly at: number; readonly metric: Metric }[];
}

/** Counters of IP, TCP, UDP and ICMP. */
export const netstat: Collector = {
  name: "netstat",
  help: "IP, TCP, UDP and ICMP counters (/proc/net/netstat, snmp, snmp6)",
  system: "linux",
  metrics: [metricOf("<protocol>", "<field>")],
  flags: [{
    name: FIELDS,
    value: "REGEXP",
    help: "the fields to take",
    default: DEFAULT,
    check: regexp,
  }],
  start(host) {
    const wanted = expression(host.flags.text(FIELDS), DEFAULT);
    const metric = (protocol: string, name: string) =>
      wanted(`${protocol}_${name}`)
        ? metricOf(inMetricName(protocol), inMetricName(name))
        : undefined;

    // A line of names is the same from scrape to scrape, so the expression is asked once.
    const columns = new Memo((head): Columns => {
      const [protocol, ...names] = head.split(" ");
      return {
        length: names.length,
        wanted: names.flatMap((name, at) => {
          const found = metric(protocol, name);
          return found ? [{ at, metric: found }] : [];
        }),
      };
    });
    // Ip6InOctets: the protocol ends with the 6.
    const fields6 = new KnownLines("net/snmp6", (field) => {
      const end = field.indexOf("6") + 1;
      return metric(field.slice(0, end), field.slice(end));
    });

    const families6 = rememberLast((text: string) => {
      const families: MetricFamily[] = [];
      fields6.read(text, (metric, value, line) => families.push(metric.one(count(value, line))));
      return families;
    });

    function familiesOf(file: string, { protocol, names, values }: ProtocolCounters) {
      const { length, wanted } = columns.get(`${protocol} ${names}`);
      const fields = values.split(" ");
      if (fields.length !== length) throw malformed(file, values);
      return wanted.map(({ at, metric }) => metric.one(count(fields[at], values)));
    }

    const snmp6 = new OptionalFile(host, "/proc/net/snmp6");
    return {
      collect() {
        columns.round();
        const families: MetricFamily[] = [];
        for (const file of ["net/netstat", "net/snmp"]) {
          for (const protocol of parseNetstat(host.files.hot(`/proc/${file}`), file)) {
            families.push(...familiesOf(file, protocol));
          }
        }
        // Without IPv6 there is no such file.
        const text6 = snmp6.read();
        if (text6 !== undefined) families.push(...families6(text6));
        return families;
      },
    };
  },
};
