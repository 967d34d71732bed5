package io.glooshot.cli;

import io.glooshot.playground.Command;
import io.glooshot.playground.ControllerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The packaged command as a user starts it, with an environment of its own: no cache, cluster or Java but those given. */
final class Script {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path file;
    private final Map<String, String> environment = new TreeMap<>();
    private Path directory = Path.of("").toAbsolutePath();

    private Script(Path file) {
        this.file = file;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", "/nonexistent");
        environment.put("GLOOSHOT_CLASS_DATA", "off");
    }

    static Script packaged() {
        return at(ControllerProcess.script());
    }

    static Script at(Path file) {
        return new Script(file);
    }

    Script with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Script without(String variable) {
        environment.remove(variable);
        return this;
    }

    Script in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    Command.Result run(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.add(file.toString());
        words.addAll(Arrays.asList(arguments));
        return Command.of(words.toArray(String[]::new)).in(directory).run(LIMIT);
    }
}
