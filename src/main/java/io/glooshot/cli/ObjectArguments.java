package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which objects a command is about, said as with kubectl: {@code TYPE}, {@code TYPE NAME…} or {@code TYPE/NAME…}. */
class ObjectArguments {

    /**
     * What was asked for.
     *
     * @param namespace empty for all, and for objects that are in none
     * @param names empty for all that match the selector
     * @param selector null for none
     */
    record Wanted(Kind kind, Optional<String> namespace, List<String> names, String selector) {

        /** Where one of them is, for people. */
        String label(String name) {
            return kind.label(namespace.orElse(""), name);
        }

        /** Where all of them are, for people. */
        String place() {
            return namespace.map(name -> " in namespace " + name).orElse("");
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TYPE",
            completionCandidates = Kind.Names.class,
            description =
                    "experiments (exp), reports (rep), meshes, killswitches (kill) or experimentpolicies (exppol); or TYPE/NAME.")
    private String type;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", description = "Names; all when left out.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private NamespaceScope scope;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "Only those with such labels, as with kubectl: app=shop,tier!=test")
    private String selector;

    /** What can be judged without a cluster. */
    List<String> names() {
        return wanted(Optional.empty()).names();
    }

    /** Whether a selector narrows them down. */
    boolean hasSelector() {
        return selector != null;
    }

    /** Whether objects of all namespaces are meant. */
    boolean isEverywhere() {
        return scope.isAll();
    }

    Wanted wanted(KubernetesClient client) {
        return wanted(scope.of(client));
    }

    private Wanted wanted(Optional<String> namespace) {
        List<String> given = new ArrayList<>();
        Kind kind = kind(type.contains("/") ? split(type, given) : type);
        for (String name : names) {
            if (!name.contains("/")) {
                given.add(name);
            } else if (kind(split(name, given)) != kind) {
                throw new ParameterException(
                        spec.commandLine(), "'%s' is of another type than '%s'".formatted(name, type));
            }
        }
        if (!given.isEmpty() && selector != null) {
            throw new ParameterException(spec.commandLine(), "--selector and names exclude each other");
        }
        if (!given.isEmpty() && scope.isAll() && kind.isNamespaced()) {
            throw new ParameterException(
                    spec.commandLine(), "--all-namespaces and names exclude each other; choose one with --namespace");
        }
        return new Wanted(kind, kind.isNamespaced() ? namespace : Optional.empty(), given, selector);
    }

    private String split(String text, List<String> given) {
        int slash = text.indexOf('/');
        if (slash == text.length() - 1) {
            throw new ParameterException(spec.commandLine(), "'%s' has no name after its slash".formatted(text));
        }
        given.add(text.substring(slash + 1));
        return text.substring(0, slash);
    }

    private Kind kind(String text) {
        return Kind.named(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "TYPE is '%s'; it has to be one of %s".formatted(text, Kind.known())));
    }
}
