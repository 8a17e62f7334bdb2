import { type PanelQuery, same, type Section, text } from "../types.ts";

const WHERE = "{$nic,$host}";
const rate = (name: string, where = WHERE): string => `rate(node_network_${name}${where}[$rate])`;

/**
 * Interfaces whose traffic goes through another one too, or never leaves the host: added up with it they
 * would count twice.
 */
const INNER =
  'device!~"lo[0-9]*|(veth|docker|br|virbr|vmbr|fw|cni|cali|cilium|flannel|vxlan|tap|tun|' +
  'utun|vnet|wg|bond|team|ifb|dummy|awdl|llw|bridge).*|.+[.][0-9]+"';

/** Bits a second of the whole host: "receive" or "transmit". */
export const traffic = (direction: "receive" | "transmit"): string =>
  `8 * sum by (instance) (${rate(`${direction}_bytes_total`, `{${INNER},$host}`)})`;

/** Received upwards, sent downwards. */
const both = (factor: string, name: string, en = "", ko = ""): readonly PanelQuery[] => [
  {
    expr: `${factor}${rate(`receive_${name}`)}`,
    legend: text(`{{device}} in ${en}`.trim(), `{{device}} 수신 ${ko}`.trim()),
  },
  {
    expr: `${factor}${rate(`transmit_${name}`)}`,
    legend: text(`{{device}} out ${en}`.trim(), `{{device}} 송신 ${ko}`.trim()),
    down: true,
  },
];

/** Network. */
export const network: Section = {
  id: "network",
  title: text("Network", "네트워크"),
  panels: [
    {
      id: "network-traffic",
      title: text("Traffic", "트래픽"),
      tells: text(
        "Bits a second that each interface received (up) and sent (down). A flat top is the limit of the link or of the cloud instance.",
        "인터페이스별 초당 수신(위)과 송신(아래) 비트입니다. 그래프 윗부분이 평평하면 링크나 클라우드 인스턴스의 한도에 닿은 것입니다.",
      ),
      kind: "timeseries",
      unit: "bits/s",
      queries: both("8 * ", "bytes_total"),
    },
    {
      id: "network-errors",
      title: text("Errors and drops", "오류와 드롭"),
      tells: text(
        "Packets that were damaged (cable, plug, driver) or dropped (no room in a buffer), received (up) and sent (down). It should be 0; a few drops a minute are usual on busy or unknown traffic.",
        "손상되거나(케이블, 커넥터, 드라이버) 버퍼 부족 등으로 버려진 패킷이며, 수신은 위, 송신은 아래입니다. 0이 정상이고, 트래픽이 많거나 알 수 없는 프로토콜이 섞이면 분당 몇 건의 드롭은 흔합니다.",
      ),
      kind: "timeseries",
      unit: "packets/s",
      queries: [
        ...both("", "errs_total", "errors", "오류"),
        ...both("", "drop_total", "drops", "드롭"),
      ],
    },
    {
      id: "connections",
      title: text("TCP connections", "TCP 연결"),
      tells: text(
        "TCP sockets by state. Many in close_wait: a program forgets to close; many in syn_recv: more connections come than are taken; many in time_wait are usual for clients of short connections.",
        "상태별 TCP 소켓 수입니다. close_wait가 많으면 프로그램이 연결을 닫지 않는 것이고, syn_recv가 많으면 수락 속도보다 연결 요청이 많은 것입니다. time_wait는 짧은 연결을 많이 맺는 클라이언트에서 흔합니다.",
      ),
      kind: "timeseries",
      stack: true,
      unit: "count",
      min: 0,
      queries: [{
        expr: 'sum by (state) (node_network_connections{protocol=~"tcp.*",$host})' +
          ' or sum by (state) (label_replace(node_netstat_Tcp_CurrEstab{$host}, "state", "established", "", ""))',
        legend: same("{{state}}"),
      }],
      slow: true,
    },
  ],
};
