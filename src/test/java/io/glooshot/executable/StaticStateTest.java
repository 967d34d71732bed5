package io.glooshot.executable;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.glooshot.executable.MainClasses.Call;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Static fields of a native executable are as they were when it was built. What differs from start to start, from machine to
 * machine, or has a thread or a socket must not be made there: a random number would be the same for everybody.
 */
class StaticStateTest {

    /** By the names of classes; an asterisk is all of their methods, {@code <init>} a constructor. */
    private static final Map<String, Set<String>> NOT_AT_BUILD_TIME = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty", "console")),
            Map.entry("java.lang.Integer", Set.of("getInteger")),
            Map.entry("java.lang.Long", Set.of("getLong")),
            Map.entry("java.lang.Boolean", Set.of("getBoolean")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.ZoneId", Set.of("systemDefault")),
            Map.entry("java.time.Clock", Set.of("systemDefaultZone")),
            Map.entry("java.util.TimeZone", Set.of("getDefault")),
            Map.entry("java.util.Locale", Set.of("getDefault")),
            Map.entry("java.nio.charset.Charset", Set.of("defaultCharset")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.Random", Set.of("*")),
            Map.entry("java.security.SecureRandom", Set.of("*")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("*")),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.lang.Thread", Set.of("<init>", "start", "currentThread")),
            Map.entry("java.util.concurrent.Executors", Set.of("*")),
            Map.entry("java.util.concurrent.ThreadPoolExecutor", Set.of("<init>")),
            Map.entry("java.lang.Runtime", Set.of("availableProcessors", "maxMemory", "addShutdownHook")),
            Map.entry("java.lang.ProcessHandle", Set.of("current")),
            Map.entry("java.net.InetAddress", Set.of("getLocalHost", "getByName", "getAllByName")),
            Map.entry("java.net.http.HttpClient", Set.of("newHttpClient", "newBuilder")),
            Map.entry("java.nio.file.Files", Set.of("*")),
            Map.entry("java.io.File", Set.of("<init>")),
            Map.entry("io.vertx.core.Vertx", Set.of("vertx")),
            // What these are made of is initialised at each start.
            Map.entry("io.vertx.core.buffer.Buffer", Set.of("*")),
            Map.entry("io.netty.buffer.Unpooled", Set.of("*")),
            Map.entry("io.fabric8.kubernetes.client.utils.Utils", Set.of("*")),
            Map.entry("io.fabric8.kubernetes.client.KubernetesClientBuilder", Set.of("build")),
            Map.entry("io.fabric8.kubernetes.client.Config", Set.of("autoConfigure")),
            Map.entry("org.jline.terminal.TerminalBuilder", Set.of("build")));

    @Test
    void isNotMadeWhenAnExecutableIsBuilt() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : MainClasses.ALL) {
            type.getStaticInitializer().ifPresent(start -> found.addAll(reached(start)));
        }

        assertThat(found).isEmpty();
    }

    /** The rule sees through methods and constructors, else it would hold nothing. */
    @Test
    void wouldBeFound() {
        var own = new ClassFileImporter().importClasses(Frozen.class, Inner.class);
        Optional<JavaStaticInitializer> start = own.get(Frozen.class).getStaticInitializer();

        assertThat(reached(start.orElseThrow()))
                .containsExactly("%s: java.lang.System.nanoTime".formatted(Frozen.class.getName()));
    }

    static final class Frozen {
        static final Inner STATE = new Inner();
    }

    static final class Inner {
        final long made = time();

        private static long time() {
            return System.nanoTime();
        }
    }

    private static Set<String> reached(JavaStaticInitializer start) {
        Set<String> found = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        open.add(start);
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.poll();
            if (!seen.add(unit.getFullName())) {
                continue;
            }
            MainClasses.calls(unit)
                    .filter(StaticStateTest::isForbidden)
                    .forEach(call -> found.add("%s: %s.%s"
                            .formatted(start.getOwner().getName(), call.owner().getName(), call.name())));
            // References are not followed: what they lead to is called later, if at all.
            unit.getCallsFromSelf().stream()
                    .flatMap(call -> called(call.getTarget().resolveMember()))
                    .filter(next -> next.getOwner().getName().startsWith("io.glooshot."))
                    .forEach(open::add);
        }
        return found;
    }

    private static Stream<JavaCodeUnit> called(Optional<?> member) {
        return member.stream()
                .filter(each -> each instanceof JavaMethod || each instanceof JavaConstructor)
                .map(JavaCodeUnit.class::cast);
    }

    private static boolean isForbidden(Call call) {
        return NOT_AT_BUILD_TIME.entrySet().stream()
                .anyMatch(each -> call.owner().isAssignableTo(each.getKey())
                        && (each.getValue().contains("*") || each.getValue().contains(call.name())));
    }
}
