/** V8's flags for processes that end soon: tests, compilers, scripts of the build. */
export const shortLived = [
  // What is made lives shorter than the process: where it has more room, less of it is copied before it is garbage.
  "--max-semi-space-size=64",
  // The other cores have work of their own: help with garbage costs more than it helps.
  "--single-threaded-gc",
  // Most functions are gone before it pays to optimize them (a test file has a realm of its own). What runs long, as laws do, is optimized all the same. Eight
  // times V8's own figure.
  "--interrupt-budget=540672",
]
