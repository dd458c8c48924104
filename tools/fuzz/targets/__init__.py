"""One module for each target: ``check`` runs a stage on an input and asserts what the stage promises."""
