(() => {
  // A busy machine: what was to be done with the next paint is done a second later.
  const { setTimeout: soon } = window;
  window.requestAnimationFrame = (then) => soon(then, 1000);
  window.setTimeout = (then, ms, ...more) => soon(then, ms > 20 && ms < 200 ? 1000 : ms, ...more);
})();
