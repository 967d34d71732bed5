/** Builds the container image for the JVM: {@code ./mvnw -Pimage}, which docs/image.md describes. */
package io.glooshot.image;
