/**
 * `expect(actual).toBe(expected)`, for laws that compare ten thousands of times. For each `expect` jest makes all its
 * matchers, which takes longer than to render a small template: so it comes where the two differ, to tell how.
 */
export function expectSame<T>(actual: T, expected: T): void {
  if (!Object.is(actual, expected)) expect(actual).toBe(expected)
}
