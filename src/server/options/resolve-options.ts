/** The options of `liveMiddleware` with their defaults. */

import cluster from "node:cluster"
import { randomBytes } from "node:crypto"
import { LiveError } from "../../errors/live-error.js"
import { readBasePath } from "../../http/base-path.js"
import type { RequestHooks } from "../../http/host/request-hooks.js"
import { type AdoptOptions, defaultAdoptOptions } from "../../supervise/parking.js"
import { consoleLogger, containedLogger, type Logger } from "../../telemetry/logger.js"
import { defaultPace, type HiddenPace } from "../../transport/gate/hidden-page.js"
import { defaultLimits, type TransportLimits } from "../../transport/limits.js"
import { checkLiveOptions } from "./check-options.js"
import type { LiveOptions } from "./live-options.js"
import { type NumberRule, resolveNumbers } from "./number-options.js"
import { type ResolvedSnapshots, resolveSnapshots } from "./snapshot-options.js"
import { waitFrom } from "./times.js"

/** Options with their defaults. */
export interface ResolvedOptions
  extends Omit<LiveOptions, "secret" | "adopt" | "limits" | "snapshots" | "hiddenTabs" | keyof RequestHooks>,
    RequestHooks {
  readonly secrets: readonly string[]
  /** Nobody gave one. */
  readonly secretIsMadeUp: boolean
  readonly tokenAge: number
  readonly resumeWindow: number
  readonly path: string
  readonly origins: readonly string[]
  readonly adopt: AdoptOptions
  readonly limits: TransportLimits
  readonly snapshots: ResolvedSnapshots
  readonly hiddenPace: HiddenPace
  readonly prefix: string
  readonly logger: Logger
  readonly development: boolean
}

const ADOPT: NumberRule<AdoptOptions> = {
  option: "adopt",
  defaults: defaultAdoptOptions,
  check: ["a number, 0 or more", (value) => typeof value === "number" && value >= 0],
  checks: { window: waitFrom(100) },
}

const HIDDEN_TABS: NumberRule<HiddenPace> = {
  option: "hiddenTabs",
  defaults: defaultPace,
  check: waitFrom(100),
}

const LIMITS: NumberRule<TransportLimits> = {
  option: "limits",
  defaults: defaultLimits,
  check: ["a number above 0", (limit) => typeof limit === "number" && limit > 0],
}

/**
 * Checks options and fills in defaults.
 *
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID, LV_OPTIONS_CONFLICT, LV_SECRET_REQUIRED
 */
export function resolveOptions(
  options: LiveOptions<never>,
  environment: NodeJS.ProcessEnv = process.env,
): ResolvedOptions {
  checkLiveOptions(options)
  const { secret, session, identify, nonce, csrf, adopt, limits, snapshots, hiddenTabs, ...rest } =
    options as LiveOptions
  const development = rest.development ?? environment["NODE_ENV"] !== "production"
  const logger = rest.logger === undefined ? consoleLogger() : containedLogger(rest.logger)
  return {
    ...rest,
    secrets: secrets(secret, development, logger),
    secretIsMadeUp: secret === undefined,
    session,
    identify,
    nonce,
    csrf,
    tokenAge: rest.tokenAge ?? 12 * 60 * 60_000,
    adopt: resolveNumbers(adopt, ADOPT),
    resumeWindow: rest.resumeWindow ?? 60_000,
    path: rest.path ?? "/live",
    basePath: rest.basePath === undefined ? undefined : readBasePath(rest.basePath),
    origins: rest.origins ?? [],
    limits: resolveNumbers(limits, LIMITS),
    snapshots: resolveSnapshots(snapshots),
    hiddenPace: resolveNumbers(hiddenTabs, HIDDEN_TABS),
    prefix: rest.prefix ?? "live-",
    logger,
    development,
  }
}

/** Characters of a secret in production: whoever has a page can try out shorter ones without asking the server. */
const SHORTEST_SECRET = 32

function secrets(
  given: string | readonly string[] | undefined,
  development: boolean,
  logger: Logger,
): readonly string[] {
  if (given !== undefined) {
    const list = typeof given === "string" ? [given] : given
    const shortest = Math.min(...list.map((secret) => secret.length))
    if (!development && shortest < SHORTEST_SECRET) {
      const { code, message } = new LiveError("LV_SECRET_SHORT", { length: shortest })
      logger.warn(message, { code })
    }
    return list
  }
  if (!development) throw new LiveError("LV_SECRET_REQUIRED", {})
  logger.warn(
    "No `secret` was given, so a random one was made. Pages opened before a restart must fetch a new token, and several " +
      "processes do not understand each other's pages. In production livemount does not start without one." +
      (cluster.isWorker
        ? " This is a worker of a cluster: its views will not join unless all workers have the same."
        : ""),
  )
  return [randomBytes(32).toString("base64url")]
}
