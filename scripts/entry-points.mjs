/** The package's entry points: the modules behind them, and what is loaded for each, as files of dist without their ending. */
export const entryPoints = {
  "src/index": "server/index",
  "adapters/express/index": "server/express",
  "adapters/koa/index": "server/koa",
  // By bundlers, which leave out what a page does not use where they see modules.
  "client/index": "client/index",
  "src/pubsub/redis/index": "server/redis",
  "src/pubsub/cluster/index": "server/cluster",
  "src/pubsub/socket-io/index": "server/socket-io",
  "src/server/adapter-kit": "server/adapter",
}

/** The program, which nobody imports. */
export const program = { "src/check/cli": "server/check" }
