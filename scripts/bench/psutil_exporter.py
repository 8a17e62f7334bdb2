"""What many write first: psutil behind prometheus_client. The bench's stand-in for such exporters.

Usage: psutil_exporter.py PORT | --version
"""

import gzip
import importlib.metadata
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import choose_encoder


class Host:
    """Reads everything anew at each scrape, as a custom collector."""

    def __init__(self):
        # The first call only begins the window of the percentages.
        psutil.cpu_percent(percpu=True)

    def collect(self):
        yield from (*self.cpu(), *self.memory(), *self.disks(), *self.network(), *self.load())

    def cpu(self):
        usage = GaugeMetricFamily("node_cpu_usage_percent", "CPU usage.", labels=["cpu"])
        for cpu, percent in enumerate(psutil.cpu_percent(percpu=True)):
            usage.add_metric([str(cpu)], percent)
        return [usage]

    def memory(self):
        for name, read in (("memory", psutil.virtual_memory), ("swap", psutil.swap_memory)):
            values = read()._asdict()
            yield GaugeMetricFamily(f"node_{name}_usage_percent", f"{name} in use.", values.pop("percent"))
            sizes = GaugeMetricFamily(f"node_{name}_bytes", f"{name} by type.", labels=["type"])
            for kind, value in values.items():
                sizes.add_metric([kind], value)
            yield sizes

    def disks(self):
        labels = ["device", "fstype", "mountpoint"]
        percent = GaugeMetricFamily("node_disk_usage_percent", "Disk usage.", labels=labels)
        sizes = GaugeMetricFamily("node_disk_bytes", "Disk space by type.", labels=[*labels, "type"])
        for part in psutil.disk_partitions(all=False):
            usage = psutil.disk_usage(part.mountpoint)
            key = [part.device, part.fstype, part.mountpoint]
            percent.add_metric(key, usage.percent)
            for kind in ("total", "used", "free"):
                sizes.add_metric([*key, kind], getattr(usage, kind))
        return [percent, sizes, *counters("node_disk_io", psutil.disk_io_counters(perdisk=True))]

    def network(self):
        yield from counters("node_network", psutil.net_io_counters(pernic=True))
        count = {}
        for connection in psutil.net_connections(kind="inet"):
            count[connection.status] = count.get(connection.status, 0) + 1
        connections = GaugeMetricFamily("node_network_connections", "Sockets by state.", labels=["state"])
        for state, value in count.items():
            connections.add_metric([state], value)
        yield connections

    def load(self):
        for minutes, value in zip((1, 5, 15), psutil.getloadavg()):
            yield GaugeMetricFamily(f"node_load{minutes}", f"{minutes}m load average.", value)


def counters(prefix, devices):
    """One family for each field of psutil's tuples, by device."""
    families = {}
    for device, values in devices.items():
        for field, value in values._asdict().items():
            family = families.get(field)
            if family is None:
                family = CounterMetricFamily(f"{prefix}_{field}", f"{prefix} {field}.", labels=["device"])
                families[field] = family
            family.add_metric([device], value)
    return families.values()


class Handler(BaseHTTPRequestHandler):
    """Answers on connections that stay open.

    start_http_server closes each one, which leaves a socket in TIME_WAIT for a minute: of a scrape
    each 15 s that is nothing, but the thousands of a bench would all be read by net_connections.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        encode, content_type = choose_encoder(self.headers.get("Accept") or "")
        body = encode(self.server.registry)
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        if "gzip" in (self.headers.get("Accept-Encoding") or ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, *_):
        """Not a line for each scrape."""


def main():
    if sys.argv[1:] == ["--version"]:
        client = importlib.metadata.version("prometheus_client")
        print(f"psutil {psutil.__version__} + prometheus_client {client}")
        return
    registry = CollectorRegistry()
    registry.register(Host())
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    server.registry = registry
    server.serve_forever()


if __name__ == "__main__":
    main()
