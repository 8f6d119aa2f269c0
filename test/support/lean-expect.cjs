/**
 * jest's `expect`, asked for one matcher at a time. By itself it makes six functions for each of some fifty matchers, takes a stack
 * and copies all that is known of the test, whatever is compared then: 45 microseconds, which a law of ten thousand comparisons
 * pays ten thousand times. So it takes one. The matchers, what they say and the errors are jest's own.
 */

const LEAN = `
const said = (actual, promise, isNot, outerErr) => new Proxy({}, {
  get: (_, name) => {
    if (name === 'not' && !isNot) return said(actual, promise, true, outerErr);
    if ((name === 'resolves' || name === 'rejects') && promise === '' && !isNot) {
      return said(actual, name, false, new JestAssertionError());
    }
    const matcher = (0, _jestMatchersObject.getMatchers)()[name];
    if (matcher === undefined) return undefined;
    if (promise === '') return makeThrowingMatcher(matcher, isNot, '', actual);
    const make = promise === 'resolves' ? makeResolveMatcher : makeRejectMatcher;
    return make(name, getPromiseMatcher(name, matcher) || matcher, isNot, actual, outerErr);
  }
});
const expect = (actual, ...rest) => {
  if (rest.length > 0) throw new Error('Expect takes at most one argument.');
  return said(actual, '', false, undefined);
};
let allUtils;
exports.expect = expect;`

/** Places in the text, and what stands there instead. */
const CHANGES = [
  // The functions of all matchers.
  [/const expect = \(actual, \.\.\.rest\) => \{[^]*?\nexports\.expect = expect;/, () => LEAN],
  // Some forty exports of other modules, copied.
  [/const utils = (\{\s+\.\.\.matcherUtils,[^}]*\};)/, (_, made) => `const utils = allUtils ??= ${made}`],
  // What is known of the test: matchers look at two of its twenty fields.
  [
    "const matcherContext = {\n    ...(0, _jestMatchersObject.getState)(),",
    () => "const matcherContext = {\n    __proto__: (0, _jestMatchersObject.getState)(),",
  ],
  // Looking at a global by a name that is no constant.
  [
    "\nconst getState = () => globalThis[JEST_MATCHERS_OBJECT]",
    (found) => `\nconst known = globalThis[JEST_MATCHERS_OBJECT];${found}`,
  ],
  [/=> globalThis\[JEST_MATCHERS_OBJECT\]/g, () => "=> known"],
]

/** The text of the module `expect`, with this one in place of its own. */
exports.leanExpect = (text) =>
  CHANGES.reduce((changed, [place, put]) => {
    const next = changed.replace(place, put)
    if (next === changed) throw new Error(`This \`expect\` is not the one of jest 30: ${place} is not in it.`)
    return next
  }, text)
