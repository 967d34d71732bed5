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
        footer = "  glooshot create experiment abort-ratings --abort 500 --to ratings",
        exitCodeList = {"0:created, or it would be", "1:refused; see the output", "2:wrong usage"},
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
