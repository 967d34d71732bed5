package io.glooshot.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what can be created. */
@Command(
        name = "create",
        description = "Create an experiment.",
        mixinStandardHelpOptions = true,
        subcommands = {CreateExperimentCommand.class, CommandLine.HelpCommand.class})
class CreateCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing what to create: glooshot create experiment");
    }
}
