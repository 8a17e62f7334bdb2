import { SocketStates } from "../../../../collectors/linux/sockets.ts";
import { assertEquals } from "../../../assert.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const line = (n: number, state: string) =>
  `${
    String(n).padStart(4)
  }: 0100007F:238C 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 7134 1\n`;

function counted(text: string, protocol: string, piece: number): Record<string, number> {
  const bytes = new TextEncoder().encode(text);
  const states = new SocketStates();
  for (let at = 0; at < bytes.length; at += piece) states.feed(bytes.subarray(at, at + piece));
  const counts = states.counts(protocol).filter(({ count }) => count > 0);
  return Object.fromEntries(counts.map(({ state, count }) => [state, count]));
}

Deno.test("sockets are counted by state wherever the pieces of the file are cut", () => {
  const text = HEAD + line(0, "0A") + line(1, "01") + line(2, "01") + line(99_999, "06") +
    line(4, "0C");
  for (const piece of [1, 2, 7, 64, 151, 4096]) {
    assertEquals(
      counted(text, "tcp", piece),
      { listen: 1, established: 2, time_wait: 1, new_syn_recv: 1 },
      `pieces of ${piece} bytes`,
    );
  }
});

Deno.test("a whole line counts like one that comes byte by byte: of IPv6, and with words elsewhere", () => {
  const six = (state: string, queues: string) =>
    `   7: ${"0".repeat(32)}:1F90 ${"F".repeat(32)}:0050 ${state} ${queues} 00:00000000 0\n`;
  const wide = "12345:  0100007F:238C  00000000:0000  08 0000000A:0000000B 00:00000000 0\n";
  const text = HEAD + six("01", "0000000C:00000002") + six("0A", "00000005:00000006") + wide +
    line(3, "06");
  for (const piece of [1, 4096]) {
    const states = new SocketStates(true);
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += piece) states.feed(bytes.subarray(at, at + piece));
    assertEquals(states.queued, { transmit: 22, receive: 13 });
    assertEquals(
      counted(text, "tcp6", piece),
      { established: 1, listen: 1, close_wait: 1, time_wait: 1 },
    );
  }
});

Deno.test("UDP sockets are open, whatever their state", () => {
  assertEquals(counted(HEAD + line(0, "07") + line(1, "01"), "udp", 4096), { open: 2 });
});

Deno.test("every TCP state is told, those without sockets as 0", () => {
  const states = new SocketStates();
  states.feed(new TextEncoder().encode(HEAD));
  const counts = states.counts("tcp6");
  assertEquals(counts.length, 12);
  assertEquals(counts.every(({ protocol, count }) => protocol === "tcp6" && count === 0), true);
});

Deno.test("a line that is cut off or has an unknown state counts nothing", () => {
  assertEquals(counted(HEAD + "   0: 0100007F:238C", "tcp", 4096), {});
  assertEquals(counted(HEAD + line(0, "7F"), "tcp", 4096), {});
  assertEquals(counted("", "tcp", 4096), {});
});
