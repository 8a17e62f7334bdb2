import { Mounts } from "../../../../collectors/linux/mounts.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";
import { MadeUpHost } from "../../../fixture.ts";

const line = (mountpoint: string, fstype: string, options = "rw") =>
  `1 0 8:1 / ${mountpoint} rw - ${fstype} dev ${options}\n`;

/** Which mounts are asked directly. */
function direct(...lines: string[]): string[] {
  using made = new MadeUpHost({ "proc/1/mountinfo": lines.join("") });
  return new Mounts(made.files).read().filter(({ neverHangs }) => neverHangs)
    .map(({ mountpoint }) => mountpoint);
}

Deno.test("only what answers from memory is asked directly", () => {
  assertEquals(
    direct(
      line("/", "ext4"),
      line("/run", "tmpfs"),
      line("/nas", "nfs4"),
      line("/f", "fuse.sshfs"),
      line("/b", "btrfs"),
    ),
    ["/", "/run"],
  );
});

Deno.test("a path that leads through what may hang is not taken directly", () => {
  assertEquals(
    direct(
      line("/", "ext4"),
      line("/nas", "nfs4"),
      line("/nas/disk", "ext4"),
      line("/nasty", "ext4"),
    ),
    ["/", "/nasty"],
  );
  assertEquals(direct(line("/", "overlay"), line("/data", "ext4")), []);
});

Deno.test("project quotas may have to be read from the disk", () => {
  assertEquals(
    direct(line("/", "xfs"), line("/p", "xfs", "rw,prjquota"), line("/q", "xfs", "rw,pquota")),
    ["/"],
  );
  assertEquals(direct(line("/", "xfs", "rw,noquota"), line("/u", "ext4", "rw,usrquota")), [
    "/",
    "/u",
  ]);
});

Deno.test("of a mount point that is mounted over the last one counts", () => {
  using made = new MadeUpHost({
    "proc/1/mountinfo": line("/", "ext4") + line("/a", "nfs") + line("/a", "tmpfs"),
  });
  const mounts = new Mounts(made.files).read();
  assertEquals(mounts.map(({ mountpoint, fstype }) => `${mountpoint} ${fstype}`), [
    "/ ext4",
    "/a tmpfs",
  ]);
});

Deno.test("mounts that come and go are seen, and mount points below the root lose its name", () => {
  using made = new MadeUpHost({});
  const mounts = new Mounts(made.files);
  const points = () => mounts.read().map(({ mountpoint }) => mountpoint);
  made.write({ "proc/1/mountinfo": line(made.root, "ext4") + line(`${made.root}/data`, "ext4") });
  assertEquals(points(), ["/", "/data"]);
  made.write({ "proc/1/mountinfo": line("/", "ext4") });
  assertEquals(points(), ["/"]);
  assertEquals(mounts.read()[0].path, `${made.root}/`);
});

Deno.test("where the first process is hidden, our own mounts are read", () => {
  using made = new MadeUpHost({ "proc/self/mountinfo": line("/", "ext4") });
  assertEquals(new Mounts(made.files).read().length, 1);
});

Deno.test("a malformed line is an error each time, not an old answer", () => {
  using made = new MadeUpHost({ "proc/1/mountinfo": "1 0 8:1 /\n" });
  const mounts = new Mounts(made.files);
  for (let i = 0; i < 2; i++) assertThrows(() => mounts.read(), SyntaxError, "mountinfo");
});
