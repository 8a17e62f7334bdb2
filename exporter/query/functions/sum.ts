/** A sum that keeps what plain addition loses (Neumaier's way, as Prometheus does it). */
export class Sum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value)
      ? this.#sum - sum + value
      : value - sum + this.#sum;
    this.#sum = sum;
  }

  /** The sum; NaN, where Prometheus makes nothing better of an infinite one. */
  get exact(): number {
    return this.#sum + this.#lost;
  }

  /** The sum, which may be infinite. */
  get value(): number {
    return Math.abs(this.#sum) === Infinity ? this.#sum : this.exact;
  }
}
