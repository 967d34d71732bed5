package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks for an experiment, shows it, and asks whether it is meant. */
final class InteractiveCreation {

    private static final List<String> YES = List.of("yes", "y");

    /** Reads flags as the command itself does. */
    @Command
    static class Holder {
        @Mixin
        private ExperimentFlags flags;
    }

    private InteractiveCreation() {}

    /** Empty when it is not meant. */
    static Optional<Experiment> ask(KubernetesClient client, Interview.Person person, String current) {
        Interview.Answers answers = new Interview(client, person).hold(current);
        Holder holder =
                CommandLine.populateCommand(new Holder(), answers.flags().toArray(String[]::new));
        Experiment experiment = holder.flags.experiment(answers.namespace(), answers.name());
        List<String> words =
                new ArrayList<>(List.of("glooshot", "create", "experiment", answers.name(), "-n", answers.namespace()));
        words.addAll(answers.flags());
        person.tell("");
        person.tell(YamlText.of(WrittenObject.of(experiment)));
        person.tell("The same without questions:");
        person.tell("  " + ShellWords.of(words));
        if (experiment.getSpec().failureConditions().isEmpty()) {
            person.tell("Warning: nothing but its duration ends it.");
        }
        String meant = person.ask("Create it? It begins at once", List.of("yes", "no"), "no")
                .strip();
        return YES.contains(meant) ? Optional.of(experiment) : Optional.empty();
    }
}
