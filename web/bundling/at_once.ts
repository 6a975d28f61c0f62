/**
 * One file of what is fetched together anyway: each further one costs what is asked and answered
 * around it, which for many is more than what is in them.
 */
interface Graph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/** Everything that a module imports, and what that imports, as far as no group before it has it. */
export function atOnce(name: string, from: RegExp) {
  const isWanted = importedBy(from);
  return {
    name: (id: string, graph: Graph): string | null => (isWanted(id, graph) ? name : null),
    debugName: name,
  };
}

/** Unless it is imported only when it is needed. */
function importedBy(from: RegExp): (id: string, graph: Graph) => boolean {
  const known = new Map<string, boolean>();
  return (id, graph) => {
    const all = new Set([id]);
    for (const one of all) {
      if (from.test(one) || known.get(one) === true) {
        known.set(id, true);
        return true;
      }
      for (const by of graph.getModuleInfo(one)?.importers ?? []) all.add(by);
    }
    known.set(id, false);
    return false;
  };
}
