package io.glooshot.executable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of the application, as they were compiled. */
final class MainClasses {

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.glooshot");

    private MainClasses() {}

    /** A call, or a reference to a method, as {@code calls} sees it. */
    record Call(JavaCodeUnit from, JavaClass owner, String name) {

        boolean isOf(Class<?> type, Collection<String> names) {
            return owner.isAssignableTo(type) && names.contains(name);
        }
    }

    static Stream<Call> calls(JavaCodeUnit unit) {
        return Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream())
                .map(access -> new Call(unit, access.getTargetOwner(), access.getName()));
    }

    /** Names of the outermost classes that make such calls. */
    static Set<String> callersOf(Predicate<Call> wanted) {
        return ALL.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .flatMap(MainClasses::calls)
                .filter(wanted)
                .map(call -> outermost(call.from().getOwner()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(MainClasses::outermost).orElse(type.getName());
    }
}
