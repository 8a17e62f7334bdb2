import { type Collector, gauge, type MetricFamily, NoData } from "./collector.ts";
import { pageSize } from "./linux/auxv.ts";
import { OptionalFile } from "./linux/optional.ts";
import { parseSockstat } from "./linux/sockstat.ts";
import { inMetricName } from "./linux/text.ts";
import { Memo, rememberLast } from "./memo.ts";

const used = gauge("node_sockstat_sockets_used", "Number of IPv4 sockets in use.");

const metricOf = (protocol: string, state: string) =>
  gauge(
    `node_sockstat_${protocol}_${state}`,
    `Number of ${protocol} sockets in state ${state}.`,
  );

/** How many sockets are in use, and how much memory they take. */
export const sockstat: Collector = {
  name: "sockstat",
  help: "Sockets in use (/proc/net/sockstat, sockstat6)",
  system: "linux",
  metrics: [used, metricOf("<protocol>", "<state>")],
  start(host) {
    const page = pageSize(host.files);
    const protocols = ["sockstat", "sockstat6"].map((file) =>
      new OptionalFile(host, `/proc/net/${file}`)
    );
    const metrics = new Memo((protocol) =>
      new Memo((state) =>
        protocol === "sockets" ? used : metricOf(inMetricName(protocol), inMetricName(state))
      )
    );
    const familiesOf = protocols.map(() =>
      rememberLast((text: string) => {
        const families: MetricFamily[] = [];
        for (const { protocol, fields } of parseSockstat(text)) {
          const states = metrics.get(protocol);
          for (const [state, value] of fields) {
            families.push(states.get(state).one(value));
            // The kernel counts pages.
            if (state === "mem") families.push(states.get("mem_bytes").one(value * page));
          }
        }
        return families;
      })
    );
    return {
      collect() {
        // Without IPv6 there is no sockstat6.
        const families = protocols.flatMap((file, i) => familiesOf[i](file.read() ?? ""));
        if (families.length === 0) throw new NoData("this kernel has no sockstat");
        return families;
      },
    };
  },
};
