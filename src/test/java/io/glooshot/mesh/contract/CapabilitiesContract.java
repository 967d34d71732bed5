package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.MeshCapabilities;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever a mesh says that it can do, it is made to do. */
interface CapabilitiesContract extends OnTrial {

    @TestFactory
    default Stream<DynamicTest> canDoAllThatItClaims() {
        Map<String, Runnable> exercises = new Exercises(trial()).all();
        List<String> claimed = Arrays.stream(MeshCapabilities.class.getRecordComponents())
                .filter(capability -> {
                    try {
                        return (boolean) capability
                                .getAccessor()
                                .invoke(trial().provider().capabilities());
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .map(capability -> capability.getName())
                .toList();
        assertThat(exercises).as("an exercise for each capability").containsKeys(claimed.toArray(String[]::new));
        return claimed.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    exercises.get(name).run();
                    trial().assertNothingLeft();
                }));
    }

    @Test
    default void injectsByDefaultWhereItCan() {
        assertThat(trial().has(trial().provider().defaultSide())).isTrue();
    }
}
