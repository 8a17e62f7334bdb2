/**
 * What many write first in JavaScript: systeminformation behind express and prom-client. The
 * bench's stand-in for such exporters; it runs in Node.js, beside its packages.
 *
 * Usage: node express_exporter.mjs PORT
 */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import express from "express";
import client from "prom-client";
import si from "systeminformation";

const gauges = new Map();

/** Sets a gauge, which is made when it is first heard of. */
function set(name, labels, value) {
  if (typeof value !== "number") return;
  let gauge = gauges.get(name);
  if (!gauge) {
    gauge = new client.Gauge({ name, help: `${name}.`, labelNames: Object.keys(labels) });
    gauges.set(name, gauge);
  }
  gauge.set(labels, value);
}

/** Sets a gauge for each field that is a number. */
function setAll(prefix, labels, fields) {
  for (const [field, value] of Object.entries(fields)) set(`${prefix}_${field}`, labels, value);
}

async function read() {
  const [load, memory, disks, io, interfaces, connections] = await Promise.all([
    si.currentLoad(),
    si.mem(),
    si.fsSize(),
    si.disksIO(),
    si.networkStats("*"),
    si.networkConnections(),
  ]);
  set("node_load1", {}, load.avgLoad);
  load.cpus.forEach((cpu, i) => set("node_cpu_usage_percent", { cpu: i }, cpu.load));
  setAll("node_memory", {}, memory);
  for (const { fs, type, mount, ...fields } of disks) {
    setAll("node_disk", { device: fs, fstype: type, mountpoint: mount }, fields);
  }
  setAll("node_disk_io", {}, io ?? {});
  for (const { iface, ...fields } of interfaces) setAll("node_network", { device: iface }, fields);
  const states = new Map();
  for (const { state } of connections) states.set(state, (states.get(state) ?? 0) + 1);
  gauges.get("node_network_connections")?.reset();
  for (const [state, count] of states) set("node_network_connections", { state }, count);
}

const app = express();
app.get("/metrics", async (request, response) => {
  await read();
  response.type(client.register.contentType);
  const text = await client.register.metrics();
  if (!request.acceptsEncodings("gzip")) return response.send(text);
  response.set("content-encoding", "gzip").send(await promisify(gzip)(text));
});
app.listen(Number(process.argv[2]), "127.0.0.1");
