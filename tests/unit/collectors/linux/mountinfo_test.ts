import { parseMountinfo } from "../../../../collectors/linux/mountinfo.ts";
import { malformed, table } from "../../../table.ts";

table("/proc/PID/mountinfo", parseMountinfo, [
  [
    "fields between the options and the dash, in any number",
    "36 35 98:0 /a /data rw,noatime master:1 shared:2 - ext3 /dev/sda1 rw,errors=continue\n" +
    "37 35 98:1 / /boot rw - ext4 /dev/sda2 rw\n",
    [
      {
        device: "/dev/sda1",
        mountpoint: "/data",
        fstype: "ext3",
        number: "98:0",
        readonly: false,
        quotas: false,
      },
      {
        device: "/dev/sda2",
        mountpoint: "/boot",
        fstype: "ext4",
        number: "98:1",
        readonly: false,
        quotas: false,
      },
    ],
  ],
  [
    "read-only by the mount's options or the file system's",
    "1 0 8:1 / /a ro,nosuid - ext4 /dev/a rw\n2 0 8:2 / /b rw - ext4 /dev/b noatime,ro\n" +
    "3 0 8:3 / /c rw,errors=remount-ro - ext4 /dev/c rw,errors=remount-ro\n",
    [
      {
        device: "/dev/a",
        mountpoint: "/a",
        fstype: "ext4",
        number: "8:1",
        readonly: true,
        quotas: false,
      },
      {
        device: "/dev/b",
        mountpoint: "/b",
        fstype: "ext4",
        number: "8:2",
        readonly: true,
        quotas: false,
      },
      {
        device: "/dev/c",
        mountpoint: "/c",
        fstype: "ext4",
        number: "8:3",
        readonly: false,
        quotas: false,
      },
    ],
  ],
  [
    "space, tab, newline, backslash and quote in a mount point; in a device they stay as they are",
    String.raw`1 0 8:1 / /a\040b\011c\012d\134e"f rw - ext4 //nas/my\040share rw` + "\n",
    [{
      device: String.raw`//nas/my\040share`,
      mountpoint: '/a b\tc\nd\\e"f',
      fstype: "ext4",
      number: "8:1",
      readonly: false,
      quotas: false,
    }],
  ],
  ["empty: a namespace without mounts", "", []],
  ["no dash", "36 35 98:0 /a /data rw ext3 /dev/sda1 rw\n", malformed("mountinfo")],
  ["cut off behind the dash", "36 35 98:0 /a /data rw - ext3", malformed("- ext3")],
]);
