package io.glooshot.mesh.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import io.fabric8.kubernetes.client.Client;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import org.junit.jupiter.api.Test;

/** A controller may die anywhere: another one can always take its faults off, or go on with them. */
interface CrashContract extends OnTrial {

    @Test
    default void finishesAnInjectionThatWasCutShort() {
        eachWrite().whileInjecting((plan, dead) -> {
            trial().crash(plan);

            trial().inject(plan);

            trial().assertDelayedEverywhere();
            trial().remove(plan);
        });
    }

    @Test
    default void takesOffWhatAnInjectionThatWasCutShortHasLeft() {
        eachWrite().whileInjecting((plan, dead) -> {
            trial().crash();

            trial().remove(plan);
        });
    }

    @Test
    default void finishesARemovalThatWasCutShort() {
        eachWrite().whileRemoving((plan, dead) -> {
            trial().crash();

            trial().remove(plan);
        });
    }

    /** To a successor, a death right after a write is the same as one before the next write. */
    private EachWrite eachWrite() {
        return new EachWrite(trial(), Incident.CutBefore::new, trial().restoreUserObjects());
    }

    @Test
    default void goesOnWithTheFaultsOfADeadController() {
        trial().restoreUserObjects();
        Plan plan = trial().delayEverywhere();
        Injected before = trial().inject(plan);
        trial().crash(plan);
        trial().assertDelayedEverywhere();

        assertThat(trial().inject(plan).heldBy()).containsExactlyInAnyOrderElementsOf(before.heldBy());

        trial().assertDelayedEverywhere();
        trial().remove(plan);
    }

    @Test
    default void takesOffTheFaultsOfADeadController() {
        trial().restoreUserObjects();
        Plan known = trial().delayEverywhere();
        String[] heldBy = trial().inject(known).heldBy().toArray(String[]::new);
        trial().crash();

        trial().remove(known, heldBy);

        trial().assertNothingLeft();
        Plan unknown = trial().delayEverywhere();
        trial().inject(unknown);
        trial().crash();

        trial().remove(unknown);
    }

    /** Tests that have something happen to a write are for those meshes alone that write: this one shows which do. */
    @Test
    default void writesToTheApiIfItSaysSo() {
        Plan plan = trial().delayEverywhere();
        trial().inject(plan);
        trial().remove(plan);

        if (trial().fixture().writesToTheApi()) {
            assertThat(trial().front().writes()).isNotEmpty();
        } else {
            assertThat(trial().front().writes()).isEmpty();
            // The front sees nothing of a client that goes past it.
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Client.class)
                    .check(new ClassFileImporter()
                            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
                            .importPackages(trial().provider().getClass().getPackageName()));
        }
    }
}
