/// <reference lib="dom" />
import { type Signal, useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Whether an element is on screen, or about to be: what is not is not drawn. */
export function useOnScreen(element: RefObject<Element>): Signal<boolean> {
  const isOn = useSignal(false);
  useEffect(() => {
    let isSeen = false;
    const observer = new IntersectionObserver((entries) => {
      isOn.value = isSeen = entries[entries.length - 1].isIntersecting;
    }, { rootMargin: "120px" });
    observer.observe(element.current!);
    // On paper everything is.
    const print = () => isOn.value = true, printed = () => isOn.value = isSeen;
    addEventListener("beforeprint", print);
    addEventListener("afterprint", printed);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", printed);
    };
  }, []);
  return isOn;
}
