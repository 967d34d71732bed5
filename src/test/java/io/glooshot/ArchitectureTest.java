package io.glooshot;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import io.glooshot.api.Experiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the house in shape: the arrows between its packages, their names and the size of the classes. */
class ArchitectureTest {

    private static final String ROOT = "io.glooshot";

    /** What each package may use besides itself. A new package takes its place here first. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("apiserver", Set.of()),
            Map.entry("conversion", Set.of("api")),
            Map.entry("experiment", Set.of("api")),
            Map.entry("mesh", Set.of("api", "apiserver", "experiment")),
            Map.entry("metric", Set.of("api", "experiment")),
            Map.entry("report", Set.of("api", "apiserver", "experiment")),
            Map.entry("guard", Set.of("api", "apiserver", "experiment", "mesh")),
            Map.entry("install", Set.of("api", "experiment", "guard", "mesh")),
            Map.entry("doctor", Set.of("api", "apiserver", "experiment", "guard", "install", "mesh")),
            Map.entry("run", Set.of("api", "apiserver", "experiment", "mesh", "metric", "report")),
            Map.entry(
                    "controller", Set.of("api", "apiserver", "experiment", "guard", "mesh", "metric", "report", "run")),
            // What it shows beforehand is what a run does: it has to ask the same planner, meshes and sources.
            Map.entry(
                    "cli",
                    Set.of(
                            "api",
                            "apiserver",
                            "conversion",
                            "experiment",
                            "guard",
                            "install",
                            "doctor",
                            "mesh",
                            "metric",
                            "report.rendering",
                            "run",
                            "controller"))));

    private static final int LONGEST_CLASS = 300;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void looksAtTheMainClasses() {
        assertThat(MAIN.contain(Experiment.class)).isTrue();
        assertThat(MAIN.contain(ArchitectureTest.class)).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> packagesDependOneWayOnly() {
        return MAY_USE.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey() + " uses nothing of ours but " + rule.getValue(),
                        () -> dependsOnlyOn(rule.getKey(), rule.getValue())));
    }

    private static void dependsOnlyOn(String name, Set<String> others) {
        String[] allowed = Stream.concat(Stream.of(name), others.stream())
                .map(ArchitectureTest::all)
                .toArray(String[]::new);
        var forbidden = resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(all(name))
                .should()
                .dependOnClassesThat(forbidden)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void theCoreIsPureJava() {
        classes()
                .that()
                .resideInAPackage(all("experiment"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", all("api"), all("experiment"))
                .check(MAIN);
    }

    /** Reports are rendered where no cluster is, and by a command that has to start at once. */
    @Test
    void renderingKnowsTheApiAlone() {
        noClasses()
                .that()
                .resideInAPackage(all("report.rendering"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(all("api"), all("report.rendering")))))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(all("report.rendering"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.smallrye..", "jakarta..")
                .check(MAIN);
    }

    @Test
    void conversionNeedsNoCluster() {
        classes()
                .that()
                .resideInAPackage(all("conversion"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "com.fasterxml.jackson..", "org.yaml.snakeyaml..", all("api"), all("conversion"))
                .check(MAIN);
    }

    @Test
    void noMeshKnowsAnother() {
        slices().matching(ROOT + ".mesh.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void whatAllMeshesShareKnowsNoneOfThem() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".mesh", all("run"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".mesh.*..")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyClassHasItsPlace() {
        classes()
                .should()
                .resideInAnyPackage(
                        MAY_USE.keySet().stream().map(ArchitectureTest::all).toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void packagesAreNamedAfterWhatTheyDo() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..helper..",
                        "..helpers..",
                        "..impl..",
                        "..manager..",
                        "..misc..")
                .check(MAIN);
    }

    @Test
    void classesAreNamedAfterWhatTheyDo() {
        noClasses()
                .should()
                .haveNameMatching(".*(Helper|Helpers|Util|Utils|Manager|Impl)")
                .check(MAIN);
    }

    @Test
    void noClassIsLong() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java") && lines(file) > LONGEST_CLASS))
                    .as("classes of more than %d lines", LONGEST_CLASS)
                    .isEmpty();
        }
    }

    private static String all(String name) {
        return ROOT + "." + name + "..";
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
