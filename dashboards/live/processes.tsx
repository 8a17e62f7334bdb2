/// <reference lib="dom" />
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { addressOf } from "./address.ts";
import { ask as answerTo } from "./asking.ts";
import { text } from "./format.ts";
import { useOnScreen } from "./on_screen.ts";
import { isSeen, paused } from "./state.ts";
import { fill, say, words } from "./words.ts";

/** Milliseconds from an answer to the next question. */
const EVERY = 2000;

interface Process {
  readonly pid: number;
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
}

interface Top {
  readonly total: number;
  readonly byCpu: readonly Process[];
  readonly byMemory: readonly Process[];
}

/** Why there is nothing to show, by the status of the answer. */
const REASONS: Readonly<Record<number, keyof typeof words>> = {
  403: "forbidden",
  501: "unsupported",
};

/** Who uses most; asked for only while it is on screen. */
export function Processes() {
  const element = useRef<HTMLElement>(null);
  const isOn = useOnScreen(element);
  const top = useSignal<Top | undefined>(undefined);
  const reason = useSignal<keyof typeof words | undefined>(undefined);
  useSignalEffect(() => {
    if (!isOn.value || !isSeen.value || paused.value || reason.value) return;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const ask = async () => {
      try {
        const response = await answerTo(addressOf("api/v1/live/processes"));
        if (isOver) return;
        if (response.ok) top.value = await response.json();
        else reason.value = REASONS[response.status];
      } catch {
        // The banner says that the program does not answer.
      }
      if (!isOver) timer = setTimeout(ask, EVERY);
    };
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  });
  return (
    <section id="section-processes" ref={element} aria-labelledby="processes-title">
      <h2 id="processes-title">
        {say(words.processes)}
        {top.value && (
          <small>{fill(words.processesOf, { count: text(top.value.total, "count") })}</small>
        )}
      </h2>
      <p class="note">{say(reason.value ? words[reason.value] : words.processesTell)}</p>
      {!reason.value && (
        <div class="panels">
          <List title={say(words.byCpu)} processes={top.value?.byCpu} />
          <List title={say(words.byMemory)} processes={top.value?.byMemory} />
        </div>
      )}
    </section>
  );
}

function List(
  { title, processes }: { readonly title: string; readonly processes?: readonly Process[] },
) {
  return (
    <article class="panel">
      <h3>{title}</h3>
      {processes
        ? (
          <table class="processes">
            <thead>
              <tr>
                <th scope="col">{say(words.process)}</th>
                <th scope="col">PID</th>
                <th scope="col">CPU</th>
                <th scope="col">{say(words.memory)}</th>
              </tr>
            </thead>
            <tbody>
              {processes.map(({ pid, name, cpu, memory }) => (
                <tr key={pid}>
                  <th scope="row">{name}</th>
                  <td>{pid}</td>
                  <td>{text(cpu, "percent")}</td>
                  <td>{text(memory, "bytes")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
        : <p class="empty">{say(words.loading)}</p>}
    </article>
  );
}
