import js from "@eslint/js";
import globals from "globals";

export default [
  { ...js.configs.recommended, files: ["**/*.js"] },
  {
    files: ["**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: { complexity: ["error", 10], "max-lines-per-function": ["error", 50], eqeqeq: "error" },
  },
];
