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

  get value(): number {
    // What an infinite sum has lost is NaN.
    return Math.abs(this.#sum) === Infinity ? this.#sum : this.#sum + this.#lost;
  }
}
