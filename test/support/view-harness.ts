/** Starts a view process by itself: memory bus, a clock in the test's hand, and an output that keeps all frames. */

import type { ErrorContext } from "../../src/process/crash.js"
import type { ProcessOutput } from "../../src/process/output/client.js"
import type { Frame } from "../../src/process/output/frame.js"
import type { ProcessOptions } from "../../src/process/process-options.js"
import { ViewProcess } from "../../src/process/view-process.js"
import type { Problem } from "../../src/protocol/frames.js"
import { MemoryBus } from "../../src/pubsub/memory-bus.js"
import { PubSub } from "../../src/pubsub/pubsub.js"
import type { Changes, Renderer } from "../../src/render/renderer.js"
import { TemplateTable } from "../../src/render/values/template-table.js"
import type { Rendered } from "../../src/render/values/values.js"
import type { Logger } from "../../src/telemetry/logger.js"
import { definitionOf, type LiveView } from "../../src/view/definition.js"
import { FakeClock } from "./fake-clock.js"
import { RecordingLogger } from "./recording-logger.js"

export interface HarnessOptions extends Partial<Omit<ProcessOptions, "definition" | "services">> {
  readonly development?: boolean
  readonly pubsub?: PubSub
  /** How many infos may wait. */
  readonly infosWaiting?: number
  /**
   * Whether a client is there from the beginning.
   * @defaultValue as `isLive`
   */
  readonly hasClient?: boolean
  /** Instead of the one that records. */
  readonly appLogger?: Logger
  /** Told of each exception, after it was recorded. */
  readonly onError?: (error: unknown, context: ErrorContext) => void
}

/** A client that keeps what it is told. */
export class RecordingClient implements ProcessOutput {
  readonly table: TemplateTable = new TemplateTable()
  readonly frames: Frame[] = []
  readonly exits: Problem[] = []
  /** Whether it may be told what it did not ask for. */
  isReading = true

  mayBeTold(): boolean {
    return this.isReading
  }

  push(frame: Frame): void {
    this.frames.push(frame)
  }

  exit(problem: Problem): void {
    this.exits.push(problem)
  }
}

/** A process and all that surrounds it. */
export class ViewHarness {
  readonly logger: RecordingLogger = new RecordingLogger()
  readonly clock: FakeClock = new FakeClock()
  readonly pubsub: PubSub
  readonly process: ViewProcess
  readonly client: RecordingClient = new RecordingClient()
  readonly pushed: Frame[] = this.client.frames
  readonly exits: readonly Problem[] = this.client.exits
  readonly errors: [error: unknown, context: ErrorContext][] = []
  /** What each render was told to have changed. */
  readonly renders: (Changes | undefined)[] = []

  constructor(view: LiveView, options: HarnessOptions = {}) {
    const definition = definitionOf(view)
    const { development = true, isLive = true, hasClient = isLive } = options
    this.pubsub = options.pubsub ?? new PubSub(new MemoryBus(this.logger), this.logger)
    const renderer = options.renderer ?? {
      render: (assigns: object): Rendered => {
        if (definition.render === undefined) throw new Error("This test needs a view with `render`.")
        return definition.render(assigns)
      },
    }
    this.process = new ViewProcess({
      id: `${definition.name}-1`,
      params: {},
      session: {},
      ...options,
      isLive,
      definition,
      renderer: this.#recording(renderer),
      services: {
        pubsub: this.pubsub,
        clock: this.clock,
        logger: options.appLogger ?? this.logger,
        development,
        ...(options.infosWaiting !== undefined && { infosWaiting: options.infosWaiting }),
        onError: (error, context) => {
          this.errors.push([error, context])
          return options.onError?.(error, context)
        },
      },
    })
    if (!hasClient) return
    this.process.attach(this.client)
  }

  /** Texts of the top-level slots as they were rendered last. */
  get shown(): unknown[] {
    return this.process.rendered.slice(1)
  }

  #recording(renderer: Renderer): Renderer {
    return {
      render: (assigns, changes, previous) => {
        this.renders.push(changes)
        return renderer.render(assigns, changes, previous)
      },
    }
  }
}

/** Starts a view and waits until it is rendered. */
export async function startView(view: LiveView, options: HarnessOptions = {}): Promise<ViewHarness> {
  const harness = new ViewHarness(view, options)
  await harness.process.start()
  return harness
}

/** Lets the event loop go round, so that everything that waits for a turn has had one. */
export async function allTurns(): Promise<void> {
  for (let round = 0; round < 4; round++) await new Promise((resolve) => setImmediate(resolve))
}

/** A promise, and the functions that settle it. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

export function deferred<T = void>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((take, refuse) => {
    resolve = take
    reject = refuse
  })
  return { promise, resolve: (value) => resolve(value), reject: (error) => reject(error) }
}
