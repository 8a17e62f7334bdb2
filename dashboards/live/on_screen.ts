/// <reference lib="dom" />
import { type Signal, useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Whether an element is on screen, or about to be: what is not is not drawn. */
export function useOnScreen(element: RefObject<Element>): Signal<boolean> {
  const isOn = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      isOn.value = entries[entries.length - 1].isIntersecting;
    }, { rootMargin: "120px" });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return isOn;
}
