import { addAnyText } from "./any-text.ts";
import { Bank } from "./bank.ts";
import { run } from "./binary.ts";

/** What a bank holds, and how it goes on there. */
export interface Shelf {
  /** Tests that share this name share a bank. */
  shelf: string;
  anyText: boolean;
  samples: boolean;
  undoMinutes: number;
}

/** So many servers run at once for one worker. */
const MOST = 4;

/**
 * The banks of a worker, each started when a test first asks for it. Playwright would begin a new worker for another
 * bank if it were the worker's own: a process, a browser, everything that was learnt.
 */
export class Banks {
  /** Those that were asked for last stand last. */
  private readonly open = new Map<string, Bank>();

  async on(shelf: Shelf): Promise<Bank> {
    const key = JSON.stringify(shelf);
    const bank = this.open.get(key) ?? (await Banks.start(shelf));
    this.open.delete(key);
    this.open.set(key, bank);
    for (const [oldest, unused] of this.open) {
      if (this.open.size <= MOST) break;
      this.open.delete(oldest);
      await unused.stop();
    }
    return bank;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.open.values()].map((bank) => bank.stop()));
  }

  private static start({ anyText, samples, undoMinutes }: Shelf): Promise<Bank> {
    const prepare = (data: string) => {
      if (anyText) addAnyText(data);
      if (samples) run(["sample"], data);
    };
    return Bank.start(prepare, undoMinutes);
  }
}
