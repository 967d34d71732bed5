package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Mesh;
import io.glooshot.apiserver.ApiFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Asks for an experiment, question by question, with what the cluster has as choices. What comes of it are the flags that say the same,
 * so that nothing can be asked for that flags cannot say.
 */
final class Interview {

    /** Who answers. */
    interface Person {

        /**
         * @param choices what can be chosen from; other answers are possible
         * @param preset what an empty answer stands for; empty when it has no meaning of its own
         */
        String ask(String question, List<String> choices, String preset);

        void tell(String text);
    }

    /** What was said. */
    record Answers(String namespace, String name, List<String> flags) {}

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");
    private static final List<String> WAYS = List.of("abort", "delay");

    private final KubernetesClient client;
    private final Person person;

    Interview(KubernetesClient client, Person person) {
        this.client = client;
        this.person = person;
    }

    /** @param current the namespace that is used when none is named */
    Answers hold(String current) {
        List<String> flags = new ArrayList<>();
        String namespace = ask(
                "Namespace",
                choices("namespaces", () -> names(client.namespaces().list().getItems())),
                current,
                this::requireName);
        String name = ask("Name of the experiment", List.of(), "", this::requireName);
        mesh(flags);
        List<Service> services = choices(
                "services",
                () -> client.services().inNamespace(namespace).list().getItems());
        add(flags, "--to", ask("Break calls to which service", withPorts(services), "", ServiceName::parse));
        String caller = ask("Only calls from which service (empty: from everywhere)", names(services), "", text -> {
            if (!text.isEmpty()) {
                new ServiceName.OfCaller().convert(text);
            }
        });
        if (!caller.isEmpty()) {
            add(flags, "--from", caller);
        }
        if (ask("What is to happen to them", WAYS, "abort", Interview::requireWay)
                .equals("abort")) {
            add(
                    flags,
                    "--abort",
                    ask("Answer with which HTTP status", List.of("500", "503", "429"), "500", number(200, 599)));
        } else {
            add(
                    flags,
                    "--delay",
                    ask("Hold them up for how long", List.of("500ms", "2s"), "2s", Interview::requireDuration));
        }
        add(flags, "--percent", ask("How many of them, in percent", List.of("1", "10", "100"), "100", number(0, 100)));
        String stop = ask(
                "Stop when (such as sum(rate(errors_total[1m])) > 0.01; empty: only when the time is up)",
                List.of(),
                "",
                text -> {
                    if (!text.isEmpty()) {
                        StopWhen.parse(text);
                    }
                });
        if (!stop.isEmpty()) {
            add(flags, "--stop-when", stop);
        }
        add(flags, "--duration", ask("For how long", List.of("1m", "5m", "10m"), "5m", Interview::requireDuration));
        return new Answers(namespace, name, flags);
    }

    private void mesh(List<String> flags) {
        List<String> meshes = choices(
                "meshes", () -> names(client.resources(Mesh.class).list().getItems()));
        if (meshes.size() == 1) {
            person.tell("Through the mesh %s, the only one there is.".formatted(meshes.get(0)));
        } else {
            String mesh = ask("Mesh", meshes, meshes.isEmpty() ? "" : meshes.get(0), this::requireName);
            add(flags, "--mesh", mesh);
        }
    }

    /** Asks until the answer fits. */
    private String ask(String question, List<String> choices, String preset, Consumer<String> check) {
        while (true) {
            String answer = person.ask(question, choices, preset).strip();
            String meant = answer.isEmpty() ? preset : answer;
            try {
                check.accept(meant);
                return meant;
            } catch (TypeConversionException wrong) {
                person.tell("That cannot be: " + wrong.getMessage() + ".");
            }
        }
    }

    /** Whoever may not list can still answer. */
    private <T> List<T> choices(String what, Supplier<List<T>> list) {
        try {
            return list.get();
        } catch (KubernetesClientException failure) {
            person.tell("The %s cannot be listed: %s".formatted(what, ApiFailure.describe(failure)));
            return List.of();
        }
    }

    private static void add(List<String> flags, String flag, String value) {
        flags.add(flag);
        flags.add(value);
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream()
                .map(object -> object.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static List<String> withPorts(List<Service> services) {
        return services.stream()
                .flatMap(service -> service.getSpec().getPorts().stream()
                        .map(port -> service.getMetadata().getName() + ":" + port.getPort()))
                .sorted()
                .toList();
    }

    private void requireName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new TypeConversionException(
                    "'%s' is no name: lower-case letters, digits, '-' and '.'".formatted(text));
        }
    }

    private static void requireWay(String text) {
        if (!WAYS.contains(text)) {
            throw new TypeConversionException("'%s' is neither abort nor delay".formatted(text));
        }
    }

    private static void requireDuration(String text) {
        new GoDuration().convert(text);
    }

    private static Consumer<String> number(double least, double most) {
        return text -> {
            try {
                double number = Double.parseDouble(text);
                if (number >= least && number <= most) {
                    return;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new TypeConversionException("'%s' is no number from %.0f to %.0f".formatted(text, least, most));
        };
    }
}
