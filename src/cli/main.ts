/** What the file that is built can be told to do: the program, or what runs in a thread of it. */

export const program = async (): Promise<void> => (await import("./program")).main();

export const thread = async (): Promise<void> => void (await import("./thread"));
