/** Packages that ship only ES modules and so go through the transform too. */
const esmOnly = ["entities", "cookie", "@koa/bodyparser", "eta", "diff-dom", "parse5"]

const shared = {
  setupFiles: ["<rootDir>/test/support/forget-storages.cjs"],
  transform: {
    "^.+\\.[tj]sx?$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join("|")})/)`],
  moduleNameMapper: {
    "^livemount$": "<rootDir>/src/index.ts",
    "^livemount/express$": "<rootDir>/adapters/express/index.ts",
    "^livemount/koa$": "<rootDir>/adapters/koa/index.ts",
    "^(\\.{1,2}/.*)\\.js$": "$1",
  },
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  runtime: "<rootDir>/test/support/kept-code-runtime.cjs",
  rootDir: import.meta.dirname,
}

export default {
  // Only what hangs takes so long, also where other work holds the machine: no test is about how fast it is.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/unit/**/*.test.ts"],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, "<rootDir>/test/unit/client/"],
    },
    {
      ...shared,
      displayName: "dom",
      testMatch: ["<rootDir>/test/unit/client/**/*.test.ts"],
      testEnvironment: "<rootDir>/test/support/dom-environment.cjs",
    },
    { ...shared, displayName: "integration", testMatch: ["<rootDir>/test/{integration,faults}/**/*.test.ts"] },
    { ...shared, displayName: "architecture", testMatch: ["<rootDir>/test/architecture/**/*.test.ts"] },
    {
      ...shared,
      displayName: "browser",
      testMatch: ["<rootDir>/test/browser/**/*.test.ts"],
      testEnvironment: "<rootDir>/test/browser/support/environment.cjs",
      globalTeardown: "<rootDir>/test/browser/support/end-chromium.cjs",
    },
  ],
}
