import { SelfPipe } from "../../../collectors/linux/self_pipe.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

const SOURCE = import.meta.resolve("../../../collectors/linux/self_pipe.ts");
const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "each turn takes what came over the network",
  ignore,
  fn: async () => {
    using pipe = (await SelfPipe.open())!;
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const connecting = Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    using server = await listener.accept();
    using client = await connecting;
    let arrived = 0;
    for (let i = 0; i < 20; i++) {
      const reading = server.read(new Uint8Array(1)).then(() => arrived++);
      await pipe.turn();
      assertEquals(arrived, i, "nothing was sent");
      await client.write(new Uint8Array(1));
      for (let turns = 0; arrived === i && turns < 4; turns++) await pipe.turn();
      assertEquals(arrived, i + 1);
      await reading;
    }
  },
});

Deno.test({
  name: "its turns are no work for threads, which those of the file system are",
  ignore,
  fn: async () => {
    // How often threads of the pool got the CPU, in a process of its own: what else is tested has some.
    const script = `
      import { SelfPipe } from ${JSON.stringify(SOURCE)};
      using pipe = await SelfPipe.open();
      const read = (name, file) => Deno.readTextFileSync("/proc/self/task/" + name + "/" + file);
      const worked = () =>
        [...Deno.readDirSync("/proc/self/task")]
          .filter(({ name }) => read(name, "comm").startsWith("tokio"))
          .reduce((sum, { name }) => sum + Number(read(name, "schedstat").split(" ")[2]), 0);
      for (const turn of [() => pipe.turn(), () => Deno.lstat("/")]) {
        const before = worked();
        for (let i = 0; i < 1000; i++) await turn();
        console.log(worked() - before);
      }
    `;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", script] })
      .output();
    const said = new TextDecoder().decode(stdout);
    const [ours, theirs] = said.trim().split("\n").map(Number);
    assert(ours < 100 && theirs > 500, said + new TextDecoder().decode(stderr));
  },
});

Deno.test({
  name: "whoever connects first is nobody to talk to",
  ignore,
  fn: async () => {
    const listen = Deno.listen;
    let stranger: Promise<Deno.Conn> | undefined;
    try {
      Object.assign(Deno, {
        listen(address: Deno.UnixListenOptions & { transport: "unix" }) {
          const listener = listen(address);
          stranger = Deno.connect(address);
          return listener;
        },
      });
      assertEquals(await SelfPipe.open(50), undefined);
    } finally {
      Object.assign(Deno, { listen });
    }
    using conn = await stranger!;
    assertEquals(await conn.read(new Uint8Array(1)), null, "nothing was said to it");
  },
});

Deno.test({
  name: "where no such name can be had there is none, and no error",
  ignore,
  fn: async () => {
    const listen = Deno.listen;
    try {
      Object.assign(Deno, {
        listen() {
          throw new Deno.errors.NotCapable("not here");
        },
      });
      assertEquals(await SelfPipe.open(), undefined);
    } finally {
      Object.assign(Deno, { listen });
    }
  },
});

Deno.test({
  name: "a connection that has ended says so",
  ignore,
  fn: async () => {
    const pipe = (await SelfPipe.open())!;
    pipe[Symbol.dispose]();
    await assertRejects(() => pipe.turn());
  },
});
