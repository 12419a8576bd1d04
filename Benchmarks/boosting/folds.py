"""Results of the peers on folds, kept in a file between runs: they take minutes each and never change."""
import json
import os


class FoldStore:
    def __init__(self, path):
        self.path = path

    def read(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def result(self, key, compute):
        """The stored result for this key, else the computed one, which is then stored."""
        found = self.read().get(key)
        if found is None:
            found = compute()
            results = self.read() | {key: found}
            part = self.path.with_suffix(".part")
            part.write_text(json.dumps(results, indent=1))
            os.replace(part, self.path)
        return found
