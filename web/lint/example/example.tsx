// The one file of a small program: bareText.test.ts puts each of its examples in this file's place.
export {};
