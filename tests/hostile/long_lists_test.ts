/** Files of /proc that are longer than any buffer, and that the kernel hands out in records of any length. */
import { assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { isRoot } from "../program.ts";
import { Copy, refusal } from "./host_command.ts";

/** Becomes a shell with these namespaces of its own, which does this and then becomes the program. */
const within = (namespaces: readonly string[], script: string): string[] => [
  "unshare",
  ...namespaces,
  "sh",
  "-euc",
  `${script}\nexec "$@"`,
  "sh",
];

/** With a /proc whose first process is the program: its mounts are those of the host. */
const MOUNTS = ["--mount", "--pid", "--fork", "--mount-proc"];

/** 300 file systems with long names, behind one whose layers make a line of 3 kB, and one behind all. */
const CONTAINERS = `
mount -t tmpfs base /mnt
cd /mnt
for i in $(seq 40); do mkdir -p layers/a_layer_whose_name_is_as_long_as_that_of_a_container_$i/fs; done
mkdir -p all before
mount -t tmpfs before before
mount -t overlay overlay -o lowerdir=$(ls -d /mnt/layers/*/fs | paste -sd:) all
mkdir behind
mount -t tmpfs behind behind
for i in $(seq 300); do
  volume=volumes/kubernetes.io~projected/kube-api-access-of-a-pod-whose-name-is-long-as-well_$i
  mkdir -p $volume
  mount -t tmpfs -o size=1m volume $volume
done
cd /
`;

/** 2,000 neighbours of one interface. */
const NEIGHBOURS = `
ip link add bridge0 type bridge
ip link set bridge0 up
for i in $(seq 2000); do
  echo "neigh add 10.1.$((i / 250)).$((i % 250 + 1)) lladdr 02:00:00:00:00:01 dev bridge0 nud permanent"
done | ip -batch -
`;

const canMount = isRoot ? refusal(...within(MOUNTS, CONTAINERS), "true") : "not root";
if (canMount) console.error(`skipped: a test with many mounts (${canMount})`);
const canLink = isRoot ? refusal(...within(["--net"], NEIGHBOURS), "true") : "not root";
if (canLink) console.error(`skipped: a test with many neighbours (${canLink})`);

/** One snapshot of one collector there. */
async function snapshot(before: readonly string[], collector: string) {
  using copy = new Copy();
  const once = copy.behind(...before)([
    "--once",
    "--log.level=error",
    "--collector.disable-defaults",
    `--collector.${collector}`,
  ]);
  const { stdout, stderr } = await once.output();
  const [text, log] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(log, "");
  return readExposition(text);
}

Deno.test({
  name: "however many mounts there are, and however long one's line, none is left out",
  ignore: canMount !== undefined,
  async fn() {
    const families = await snapshot(within(MOUNTS, CONTAINERS), "filesystem");
    const points = [...families.get("node_filesystem_size_bytes")!.samples.keys()]
      .map((series) => /mountpoint="(\/mnt\/[^"]+)"/.exec(series)?.[1])
      .filter((point) => point !== undefined);
    assertEquals(points.filter((point) => point.startsWith("/mnt/volumes/")).length, 300);
    assertEquals(points.filter((point) => !point.startsWith("/mnt/volumes/")).sort(), [
      "/mnt/before",
      "/mnt/behind",
    ]);
  },
});

Deno.test({
  name: "a list of 160 kB is read whole",
  ignore: canLink !== undefined,
  async fn() {
    const families = await snapshot(within(["--net"], NEIGHBOURS), "arp");
    assertEquals([...families.get("node_arp_entries")!.samples], [
      ['node_arp_entries{device="bridge0"}', "2000"],
    ]);
  },
});
