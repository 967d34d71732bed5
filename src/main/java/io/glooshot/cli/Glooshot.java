package io.glooshot.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public class Glooshot {
    public static void main(String... args) {
        Quarkus.run(args);
    }
}
