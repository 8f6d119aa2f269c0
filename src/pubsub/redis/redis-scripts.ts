/** Scripts of Redis, run by whichever driver the app has. Each is about one key, so a cluster knows which node runs it. */

import { isIoRedis, type RedisClient } from "./redis-client.js"

export type RunScript = (script: string, key: string, values: readonly string[]) => Promise<unknown>

interface IoRedisDriver {
  eval(script: string, keys: number, ...values: readonly string[]): Promise<unknown>
}

interface NodeRedisDriver {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
}

/** What runs scripts with this client. */
export function scriptsOf(client: RedisClient): RunScript {
  if (isIoRedis(client)) {
    const driver = client as unknown as IoRedisDriver
    return (script, key, values) => driver.eval(script, 1, key, ...values)
  }
  const driver = client as unknown as NodeRedisDriver
  return (script, key, values) => driver.eval(script, { keys: [key], arguments: [...values] })
}
