import { setupServer } from 'msw/node';

/** The API as tests play it; each test says what it answers. */
export const server = setupServer();
