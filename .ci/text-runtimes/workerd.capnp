using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (
    name = "text",
    worker = (
      modules = [
        (name = "worker.mjs", esModule = embed "worker.mjs"),
        (name = "cases.mjs", esModule = embed "cases.mjs"),
        (name = "expected.txt", text = embed "expected.txt"),
      ],
      compatibilityDate = "2026-11-01",
    ),
  ) ],
);
