package io.glooshot.cli;

import io.glooshot.api.Experiment;
import java.util.List;
import picocli.CommandLine.Option;

/** The Experiments that a command is given in files. */
class ExperimentFiles {

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "A file, folder or URL with Experiments, or - for standard input. Repeat for several.")
    private List<String> files;

    List<Experiment> read() {
        return new Manifests(System.in).experiments(files);
    }
}
